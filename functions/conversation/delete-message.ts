import * as z from 'zod/mini';
import { chat } from '../../adapters/dynamodb/chat.ts';
import { chatters } from '../../adapters/dynamodb/chatters.ts';
import { mayDelete } from '../../domain/chat.ts';
import { isoOf } from '../../domain/time.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { ensure, stop } from '../runtime/refusal-error.ts';
import { messageId, nothing, roomId } from '../runtime/schemas.ts';
import { heldRoles, talkerOf } from '../steps/talking.ts';

export const input = z.object({ roomId, messageId });
export const output = nothing;

const adapters = { chat, chatters };

/** Its author, who may have left, the hosts and moderators; also in a room that is over. Deleting twice is no mistake. */
export async function deleteMessage(context: ContextOf<typeof adapters>, caller: User, wish: z.infer<typeof input>) {
  const { userId } = caller;
  const { standing, message } = await context.chatters.remover(wish.roomId, userId, wish.messageId);
  const { room, acting } = talkerOf(context, caller, standing);
  const wasHere = standing.member !== undefined && standing.member.state !== 'banned';
  ensure(mayDelete(message, userId, heldRoles({ room, acting: { ...acting, isListening: wasHere } })));
  if (!message) return stop('not_found', { param: 'messageId' });
  if (message.deletedAt === undefined) await context.chat.remove(message, userId, isoOf(context.now()));
  return {};
}

export const handler = http({ input, adapters, run: deleteMessage });
