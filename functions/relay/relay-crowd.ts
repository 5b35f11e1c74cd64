import type { DynamoDBRecord } from 'aws-lambda';
import { counts } from '../../adapters/dynamodb/counts.ts';
import { members } from '../../adapters/dynamodb/members.ts';
import { requests } from '../../adapters/dynamodb/requests.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { arrivalOf, crowdChangeOf } from '../../adapters/dynamodb/stream-records.ts';
import { switches } from '../../adapters/dynamodb/switches.ts';
import { reactionsOf } from '../../adapters/dynamodb/talk-records.ts';
import { ticks } from '../../adapters/dynamodb/ticks.ts';
import { whereabouts } from '../../adapters/dynamodb/whereabouts.ts';
import { ranks, works } from '../../adapters/dynamodb/works.ts';
import { queues } from '../../adapters/queues.ts';
import { lowWaterMark } from '../../domain/minting.ts';
import { type Reactions, reactionsTogether } from '../../domain/reaction.ts';
import { isoOf } from '../../domain/time.ts';
import type { ContextOf } from '../runtime/context.ts';
import { noteRoom } from '../runtime/notes.ts';
import { onStream } from '../runtime/worker.ts';
import { moveArrivals } from '../steps/arrivals.ts';
import { closeRequests } from '../steps/closing-requests.ts';
import { tellChat } from '../steps/conversation-records.ts';
import { readableOf } from '../steps/crowd-records.ts';
import { orderTick } from '../steps/tick-order.ts';

const adapters = { counts, members, queues, requests, rooms, switches, ticks, whereabouts, works };
type Context = ContextOf<typeof adapters>;
/** `batch` names the changes summed up, so that the same ones count once. */
type Sum = { people: number; freeSeats: number; joins: number; reactions: Reactions; batch: string };

/** Counts of a room come from its members' writes in batches, never from a join itself. A repeated batch counts once. */
export async function relayCrowd(context: Context, batch: readonly DynamoDBRecord[]): Promise<void> {
  const records = readableOf(batch);
  // First what may be done twice.
  await moveArrivals(
    context,
    records.flatMap((record) => arrivalOf(record) ?? []),
  );
  await closeRequests(context, records);
  await tellChat(context, records, tokenOf(context, records.map(({ eventID }) => eventID).join()));
  for (const [roomId, sum] of sumsOf(records)) await relayRoom(context, roomId, sum);
}

function sumsOf(records: readonly DynamoDBRecord[]): ReadonlyMap<string, Sum> {
  const sums = new Map<string, Sum>();
  for (const record of records) {
    const sent = reactionsOf(record);
    const change = sent ? { ...sent, people: 0, freeSeats: 0 } : crowdChangeOf(record);
    if (!change) continue;
    noteRoom(change.roomId);
    const sum = sums.get(change.roomId) ?? { people: 0, freeSeats: 0, joins: 0, reactions: {}, batch: '' };
    sum.batch += `${record.eventID},`;
    sum.people += change.people;
    sum.freeSeats += change.freeSeats;
    sum.joins += change.people === 1 ? 1 : 0;
    sum.reactions = reactionsTogether(sum.reactions, sent?.reactions ?? {});
    sums.set(change.roomId, sum);
  }
  return sums;
}

const tokenOf = (context: Context, text: string): string =>
  Buffer.from(context.digest(text)).toString('hex').slice(0, 36);

async function relayRoom(context: Context, roomId: string, sum: Sum): Promise<void> {
  const { people, freeSeats, joins, reactions } = sum;
  const token = tokenOf(context, `${sum.batch}|${roomId}`);
  const size = await context.counts.add(roomId, { people, freeSeats, reactions }, token);
  if (people !== 0 || Object.keys(reactions).length > 0) await orderTick(context, roomId, size.participantCount, token);
  if (freeSeats >= 0 || size.freeSeats >= lowWaterMark(joins)) return;
  const epoch = await context.counts.liveEpoch(roomId);
  if (epoch === undefined) return;
  await context.works.orderPool({ roomId, epoch, rank: ranks.low, at: isoOf(context.now()), joinsInFlight: joins });
}

export const handler = onStream({ adapters, run: relayCrowd });
