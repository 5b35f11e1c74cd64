import type { Counts, rooms } from '../../adapters/dynamodb/rooms.ts';
import type { Room } from '../../domain/room.ts';
import { currentState } from '../../domain/room-clock.ts';
import type { RoomCounts } from '../../domain/room-view.ts';
import type { ContextOf } from '../runtime/context.ts';
import { stop } from '../runtime/refusal-error.ts';

export type CountedRoom = { readonly room: Room; readonly counts: RoomCounts };
type Context = ContextOf<{ rooms: typeof rooms }>;

/** Room and soft counts, or `room_not_found`. */
export async function countedRoomOf(context: Context, roomId: string): Promise<CountedRoom> {
  const [found] = await countedRoomsOf(context, [roomId]);
  return found ?? stop('room_not_found', { param: 'roomId' });
}

export async function countedRoomsOf(context: Context, roomIds: readonly string[]): Promise<readonly CountedRoom[]> {
  const found = await context.rooms.findWithCounts(roomIds);
  const { policy } = context.config;
  return found.map(({ room, counts }) => ({
    room,
    counts: toCounts(currentState(room, context.now(), policy), counts),
  }));
}

/** Nobody is in a room that is not live; reminders come with their own issue. */
const toCounts = (room: Room, { participantCount, peakCount }: Counts): RoomCounts => ({
  participantCount: room.status === 'live' ? participantCount : 0,
  peakCount,
  subscriberCount: 0,
});
