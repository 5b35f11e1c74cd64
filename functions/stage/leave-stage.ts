import * as z from 'zod/mini';
import { audio } from '../../adapters/audio.ts';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { goFromStage } from '../../domain/stage-commands.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { nothing, roomId, userId } from '../runtime/schemas.ts';
import { actingIn } from '../steps/acting.ts';
import { changeRoom } from '../steps/room-change.ts';
import { silenceGone } from '../steps/stage-effects.ts';

export const input = z.object({ roomId, userId: z.union([z.literal('me'), userId]) });
export const output = nothing;

const adapters = { audio, profiles, rooms };

/** From the stage into the audience; the seat there stays theirs. */
export async function leaveStage(context: ContextOf<typeof adapters>, caller: User, wish: z.infer<typeof input>) {
  const personId = wish.userId === 'me' ? caller.userId : wish.userId;
  const { room, acting } = await actingIn(context, caller, wish.roomId);
  const { before } = await changeRoom(context, room, (current) => goFromStage(current, acting, personId));
  if (before.status === 'live') await silenceGone(context, before, personId);
  return {};
}

export const handler = http({ input, adapters, run: leaveStage });
