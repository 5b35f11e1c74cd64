import * as z from 'zod/mini';
import { chat } from '../../adapters/dynamodb/chat.ts';
import { chatters } from '../../adapters/dynamodb/chatters.ts';
import { results } from '../../adapters/dynamodb/results.ts';
import { switches } from '../../adapters/dynamodb/switches.ts';
import { messageText, paceAfter, shownMessage } from '../../domain/chat.ts';
import { timeOfId } from '../../domain/ids.ts';
import { actIn } from '../../domain/stage-commands.ts';
import { isoOf } from '../../domain/time.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { type Keyed, keptUntil, keyed, resultOf } from '../runtime/idempotency.ts';
import { ensure, stop } from '../runtime/refusal-error.ts';
import { roomId } from '../runtime/schemas.ts';
import { messageView } from '../runtime/views.ts';
import { once } from '../steps/once.ts';
import { ensureOn } from '../steps/switches.ts';
import { heldRoles, talkerOf } from '../steps/talking.ts';

export const input = z.object({ roomId, text: z.string() });
export const output = messageView;

const adapters = { chat, chatters, results, switches };
type Context = ContextOf<typeof adapters>;
type Wish = z.infer<typeof input>;

/** As many messages as one person's clients may send at the same instant. */
const attempts = 5;

export async function postMessage(context: Context, caller: User, wish: Wish): Promise<object> {
  const request = keyed(context, caller, wish);
  return once(context, request, () => write(context, caller, wish, request));
}

/** The pace is judged as it was read, and the write stands only if nothing of the person came in between. */
async function write(context: Context, caller: User, wish: Wish, request: Keyed | undefined): Promise<object> {
  await ensureOn(context, 'chat');
  const text = ensure(messageText(wish.text, context.config.blockedWords));
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const { standing, kept } = await context.chatters.writer(wish.roomId, caller.userId);
    const talker = talkerOf(context, caller, standing);
    const room = ensure(actIn(talker.room, talker.acting, 'chat'));
    const id = context.newId('msg');
    const pace = ensure(paceAfter(kept.pace, room.chat, heldRoles(talker), timeOfId(id)));
    const message = { id, roomId: room.id, userId: caller.userId, text, at: isoOf(timeOfId(id)) };
    const shown = shownMessage(message);
    const result = resultOf(request, shown);
    const posted = await context.chat.post(message, { ...kept, pace }, result, keptUntil(context));
    if (posted === 'posted') return shown;
    if (posted === 'answered') break;
  }
  return stop('busy');
}

export const handler = http({ input, adapters, run: postMessage });
