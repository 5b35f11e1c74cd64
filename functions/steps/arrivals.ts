import type { members } from '../../adapters/dynamodb/members.ts';
import type { rooms } from '../../adapters/dynamodb/rooms.ts';
import type { Arrival } from '../../adapters/dynamodb/stream-records.ts';
import type { whereabouts } from '../../adapters/dynamodb/whereabouts.ts';
import type { ContextOf } from '../runtime/context.ts';
import { leave } from './leaving.ts';

type Context = ContextOf<{ members: typeof members; rooms: typeof rooms; whereabouts: typeof whereabouts }>;

/** Everybody's moves in their order, of different people side by side. */
export async function moveArrivals(context: Context, arrivals: readonly Arrival[]): Promise<void> {
  const byPerson = Map.groupBy(arrivals, ({ userId }) => userId);
  await Promise.all(
    [...byPerson.values()].map(async (moves) => {
      for (const arrival of moves) await leaveFormerRoom(context, arrival);
    }),
  );
}

/** As many rooms as one person may come into at the same instant, told of by different relays. */
const attempts = 5;

/**
 * One room at a time: the newest join wins, and is never made to wait for it. The room before is left first and the move noted
 * then, so that a relay that dies in between does both again. Who came in late with an older join leaves that room at once.
 */
async function leaveFormerRoom(context: Context, arrival: Arrival): Promise<void> {
  const { userId } = arrival;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const known = await context.whereabouts.find(userId);
    const isOlder = known !== undefined && known.joinedAt >= arrival.joinedAt;
    const [former, newest] = known && isOlder ? [arrival, known] : [known, arrival];
    if (former && former.roomId !== newest.roomId) await leaveRoom(context, userId, former.roomId, newest.joinedAt);
    if (isOlder || (await context.whereabouts.note(arrival, known))) return;
  }
  throw new Error('Somebody moves too fast: judged again with the batch');
}

async function leaveRoom(context: Context, userId: string, roomId: string, before: string): Promise<void> {
  const [room, member] = await Promise.all([context.rooms.find(roomId), context.members.find(roomId, userId)]);
  if (room && member && member.joinedAt < before) await leave(context, room, member);
}
