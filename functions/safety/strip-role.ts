import * as z from 'zod/mini';
import { audio } from '../../adapters/audio.ts';
import { acts } from '../../adapters/dynamodb/acts.ts';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { stageAudio } from '../../adapters/stage-audio.ts';
import { reasonFrom } from '../../domain/moderation.ts';
import { stripRole as decideStrip } from '../../domain/stage-commands.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { statement } from '../runtime/moderation-schemas.ts';
import { ensure } from '../runtime/refusal-error.ts';
import { nothing, roomId, userId } from '../runtime/schemas.ts';
import { actOf, moderatorOf } from '../steps/acts.ts';
import { changeRoom, roomOf } from '../steps/room-change.ts';
import { silenceGone } from '../steps/stage-effects.ts';

export const input = z.object({ roomId, userId, reason: z.optional(statement) });
export const output = nothing;

const adapters = { acts, audio, profiles, rooms, stageAudio };
type Wish = z.infer<typeof input>;

/** Co-hosts and speakers go from the stage into the audience; the host stays: a room is ended, or its host suspended. */
export async function stripRole(context: ContextOf<typeof adapters>, caller: User, { roomId, userId, ...wish }: Wish) {
  const actor = await moderatorOf(context, caller, 'strip_role');
  const room = await roomOf(context, roomId);
  const reason = ensure(reasonFrom(wish.reason));
  const act = actOf(context, actor.userId, { kind: 'role_stripped', userId, roomId, reason });
  const { policy } = context.config;
  const { before } = await changeRoom(
    context,
    room,
    (current) => decideStrip(current, { actor, now: context.now(), policy }, userId),
    (old, next) => context.acts.changeRoom(old, next, act),
  );
  if (before.status === 'live') await silenceGone(context, before, userId);
  return {};
}

export const handler = http({ input, adapters, run: stripRole });
