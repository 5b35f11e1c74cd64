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

/** One room at a time: the newest join wins, and is never made to wait for it. */
async function leaveFormerRoom(context: Context, arrival: Arrival): Promise<void> {
  const formerId = await context.whereabouts.move(arrival);
  if (formerId === undefined) return;
  const [room, member] = await Promise.all([
    context.rooms.find(formerId),
    context.members.find(formerId, arrival.userId),
  ]);
  if (room && member && member.joinedAt < arrival.joinedAt) await leave(context, room, member);
}
