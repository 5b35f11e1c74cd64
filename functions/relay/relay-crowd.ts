import type { DynamoDBRecord } from 'aws-lambda';
import { counts } from '../../adapters/dynamodb/counts.ts';
import { members } from '../../adapters/dynamodb/members.ts';
import { requests } from '../../adapters/dynamodb/requests.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { arrivalOf, askerGone, crowdChangeOf } from '../../adapters/dynamodb/stream-records.ts';
import { switches } from '../../adapters/dynamodb/switches.ts';
import { ticks } from '../../adapters/dynamodb/ticks.ts';
import { whereabouts } from '../../adapters/dynamodb/whereabouts.ts';
import { ranks, works } from '../../adapters/dynamodb/works.ts';
import { queues } from '../../adapters/queues.ts';
import { lowWaterMark } from '../../domain/minting.ts';
import { isoOf } from '../../domain/time.ts';
import type { ContextOf } from '../runtime/context.ts';
import { noteRoom } from '../runtime/notes.ts';
import { onStream } from '../runtime/worker.ts';
import { moveArrivals } from '../steps/arrivals.ts';
import { readableOf } from '../steps/crowd-records.ts';
import { orderTick } from '../steps/tick-order.ts';

const adapters = { counts, members, queues, requests, rooms, switches, ticks, whereabouts, works };
type Context = ContextOf<typeof adapters>;
/** `batch` names the changes summed up, so that the same ones count once. */
type Sum = { people: number; freeSeats: number; joins: number; batch: string };

/** Counts of a room come from its members' writes in batches, never from a join itself. A repeated batch counts once. */
export async function relayCrowd(context: Context, batch: readonly DynamoDBRecord[]): Promise<void> {
  const records = readableOf(batch);
  // First what may be done twice.
  await moveArrivals(
    context,
    records.flatMap((record) => arrivalOf(record) ?? []),
  );
  for (const asker of records.flatMap((record) => askerGone(record) ?? []))
    await context.requests.remove(asker.roomId, asker.userId);
  const sums = new Map<string, Sum>();
  for (const record of records) {
    const change = crowdChangeOf(record);
    if (!change) continue;
    noteRoom(change.roomId);
    const sum = sums.get(change.roomId) ?? { people: 0, freeSeats: 0, joins: 0, batch: '' };
    sum.batch += `${record.eventID},`;
    sum.people += change.people;
    sum.freeSeats += change.freeSeats;
    sum.joins += change.people === 1 ? 1 : 0;
    sums.set(change.roomId, sum);
  }
  for (const [roomId, sum] of sums) await relayRoom(context, roomId, sum);
}

async function relayRoom(context: Context, roomId: string, { people, freeSeats, joins, batch }: Sum): Promise<void> {
  const token = Buffer.from(context.digest(`${batch}|${roomId}`))
    .toString('hex')
    .slice(0, 36);
  const size = await context.counts.add(roomId, people, freeSeats, token);
  if (people !== 0) await orderTick(context, roomId, size.participantCount, token);
  if (freeSeats >= 0 || size.freeSeats >= lowWaterMark(joins)) return;
  const epoch = await context.counts.liveEpoch(roomId);
  if (epoch === undefined) return;
  await context.works.orderPool({ roomId, epoch, rank: ranks.low, at: isoOf(context.now()), joinsInFlight: joins });
}

export const handler = onStream({ adapters, run: relayCrowd });
