import * as z from 'zod/mini';
import { reactions } from '../../adapters/dynamodb/reactions.ts';
import { standings } from '../../adapters/dynamodb/standing.ts';
import { switches } from '../../adapters/dynamodb/switches.ts';
import { listedReaction, tooManyReactions } from '../../domain/reaction.ts';
import { actIn } from '../../domain/stage-commands.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { ensure } from '../runtime/refusal-error.ts';
import { nothing, roomId } from '../runtime/schemas.ts';
import { ensureOn } from '../steps/switches.ts';
import { talkerOf } from '../steps/talking.ts';

export const input = z.object({ roomId, emoji: z.string() });
export const output = nothing;

const adapters = { reactions, standings, switches };

/** One write of the person's own; the room hears of all together with its next tick. */
export async function sendReaction(context: ContextOf<typeof adapters>, caller: User, wish: z.infer<typeof input>) {
  await ensureOn(context, 'reactions');
  const emoji = ensure(listedReaction(wish.emoji, context.config.reactions));
  const { userId } = caller;
  const talker = talkerOf(context, caller, await context.standings.find(wish.roomId, userId));
  const { id: roomId } = ensure(actIn(talker.room, talker.acting, 'react'));
  const isSent = await context.reactions.send({ roomId, userId, emoji, requestId: context.request.id });
  if (!isSent) ensure(tooManyReactions(context.now()));
  return {};
}

export const handler = http({ input, adapters, run: sendReaction });
