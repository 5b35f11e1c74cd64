import * as z from 'zod/mini';
import { members } from '../../adapters/dynamodb/members.ts';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { currentState } from '../../domain/room-clock.ts';
import { placeOf } from '../../domain/stage.ts';
import { leaveStage } from '../../domain/succession.ts';
import { isoOf } from '../../domain/time.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { actingProfileOf } from '../runtime/person.ts';
import { stop } from '../runtime/refusal-error.ts';
import { changeRoom, roomOf } from '../runtime/room-change.ts';
import { nothing, roomId } from '../runtime/schemas.ts';
import { liveOr } from '../runtime/stage-credential.ts';

export const input = z.object({ roomId });
export const output = nothing;

const adapters = { members, profiles, rooms };

export async function leaveRoom(context: ContextOf<typeof adapters>, caller: User, { roomId }: z.infer<typeof input>) {
  const { policy } = context.config;
  const [room, member] = await Promise.all([
    roomOf(context, roomId),
    context.members.find(roomId, caller.userId),
    actingProfileOf(context, caller),
  ]);
  if (!member) return stop('not_in_room');
  const current = currentState(room, context.now(), policy);
  if (current.status === 'live' && placeOf(current, caller.userId)) {
    await changeRoom(context, room, (now) => leaveStage(liveOr(now), caller.userId, context.now(), policy));
  }
  // Leaving twice, or a room that is over, is no mistake of anybody.
  await context.members.leave(member, isoOf(context.now()));
  return {};
}

export const handler = http({ input, adapters, run: leaveRoom });
