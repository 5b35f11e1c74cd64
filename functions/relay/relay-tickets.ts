import type { DynamoDBRecord } from 'aws-lambda';
import { audio } from '../../adapters/audio.ts';
import { bus } from '../../adapters/bus.ts';
import { ticketChangeOf } from '../../adapters/dynamodb/commerce-records.ts';
import { members } from '../../adapters/dynamodb/members.ts';
import { removals } from '../../adapters/dynamodb/removals.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { seats } from '../../adapters/dynamodb/seats.ts';
import { tickets } from '../../adapters/dynamodb/tickets.ts';
import { queues } from '../../adapters/queues.ts';
import { isShut, ticketEventsOf, ticketFramesOf } from '../../domain/ticket-events.ts';
import type { ContextOf } from '../runtime/context.ts';
import { onStream } from '../runtime/worker.ts';
import { sendFrames } from '../steps/sending-frames.ts';
import { shutOut } from '../steps/shutting-out.ts';

const adapters = { audio, bus, members, removals, queues, rooms, seats, tickets };

/** The commerce table's outbox: buyers and others hear of tickets, and whoever is in a room by one that is worth nothing now is out. */
export async function relayTickets(
  context: ContextOf<typeof adapters>,
  records: readonly DynamoDBRecord[],
): Promise<void> {
  const changes = records.flatMap((record) => ticketChangeOf(record) ?? []);
  for (const change of changes.filter(isShut)) await shutOut(context, change.after);
  await sendFrames(context, changes.flatMap(ticketFramesOf));
  await context.bus.publish(changes.flatMap(ticketEventsOf));
}

export const handler = onStream({ adapters, run: relayTickets });
