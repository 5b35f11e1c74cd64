import type { rooms } from '../../adapters/dynamodb/rooms.ts';
import type { waitingLists } from '../../adapters/dynamodb/waiting-lists.ts';
import type { queues } from '../../adapters/queues.ts';
import type { Room } from '../../domain/room.ts';
import type { Waiting } from '../../domain/waiting-list.ts';
import type { ContextOf } from '../runtime/context.ts';
import { absentIn } from './absence.ts';
import { roomOf } from './room-change.ts';

/** The room of a line: where no ticket is sold there is none. */
export async function soldRoomOf(context: ContextOf<{ rooms: typeof rooms }>, roomId: string): Promise<Room> {
  const room = await roomOf(context, roomId);
  return room.ticketPrice ? room : absentIn(context, roomId, 'No tickets are sold for this room.');
}

/** Who stands further back is told no number: it would be old before it is read. */
const countedAhead = 100;

/** How somebody stands in the line. */
export async function standingIn(context: ContextOf<{ waitingLists: typeof waitingLists }>, waiting: Waiting) {
  const ahead = await context.waitingLists.ahead(waiting, countedAhead);
  const { joinedAt } = waiting;
  return { isWaiting: true, joinedAt, ...(ahead < countedAhead && { position: ahead + 1 }) };
}

/**
 * Asks to offer what is free to whoever waits; one room at a time, in the order asked. `mark` is the same for a repeat. `userId`
 * has just come: the list of those who wait is a moment behind.
 */
export const orderOffers = (
  context: ContextOf<{ queues: typeof queues }>,
  roomId: string,
  mark: string,
  userId?: string,
): Promise<void> =>
  context.queues.send('offers', [
    { body: { roomId, ...(userId && { userId }) }, groupId: roomId, deduplicationId: `${roomId}.${mark}` },
  ]);
