import type { members } from '../../adapters/dynamodb/members.ts';
import type { rooms } from '../../adapters/dynamodb/rooms.ts';
import { allow } from '../../domain/refusal.ts';
import type { Room } from '../../domain/room.ts';
import { currentState } from '../../domain/room-clock.ts';
import type { Member } from '../../domain/seat.ts';
import { placeOf } from '../../domain/stage.ts';
import { leaveStage } from '../../domain/succession.ts';
import { isoOf } from '../../domain/time.ts';
import type { ContextOf } from '../runtime/context.ts';
import { changeRoom } from './room-change.ts';

type Context = ContextOf<{ members: typeof members; rooms: typeof rooms }>;

/** Out of the room and off its stage at once. Leaving twice, or a room that is over, is no mistake of anybody. */
export async function leave(context: Context, room: Room, member: Member): Promise<void> {
  const { policy } = context.config;
  const { userId } = member;
  await changeRoom(context, room, (stored) => {
    const current = currentState(stored, context.now(), policy);
    const isOnStage = current.status === 'live' && placeOf(current, userId) !== undefined;
    return isOnStage ? leaveStage(current, userId, context.now(), policy) : allow<Room>(stored);
  });
  await context.members.leave(member, isoOf(context.now()));
}
