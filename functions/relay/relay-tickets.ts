import type { DynamoDBRecord } from 'aws-lambda';
import { audio } from '../../adapters/audio.ts';
import { bus } from '../../adapters/bus.ts';
import { emptiedRoomOf, payoutChangeOf, ticketChangeOf } from '../../adapters/dynamodb/commerce-records.ts';
import { invitations } from '../../adapters/dynamodb/invitations.ts';
import { members } from '../../adapters/dynamodb/members.ts';
import { removals } from '../../adapters/dynamodb/removals.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { sales } from '../../adapters/dynamodb/sales.ts';
import { seats } from '../../adapters/dynamodb/seats.ts';
import { tickets } from '../../adapters/dynamodb/tickets.ts';
import { waitingLists } from '../../adapters/dynamodb/waiting-lists.ts';
import { queues } from '../../adapters/queues.ts';
import type { DomainEvent } from '../../domain/events.ts';
import { payoutEventsOf } from '../../domain/sale-events.ts';
import { isShut, type TicketChange, ticketEventsOf, ticketFramesOf } from '../../domain/ticket-events.ts';
import type { ContextOf } from '../runtime/context.ts';
import { onStream } from '../runtime/worker.ts';
import { soldOutIn } from '../steps/selling-out.ts';
import { sendFrames } from '../steps/sending-frames.ts';
import { shutOut } from '../steps/shutting-out.ts';
import { orderOffers } from '../steps/waiting.ts';

const adapters = { audio, bus, invitations, members, queues, removals, rooms, sales, seats, tickets, waitingLists };
type Context = ContextOf<typeof adapters>;

/**
 * The commerce table's outbox: buyers and others hear of tickets, others of sales that are sold out and hosts that were paid, and
 * whoever is in a room by a ticket that is worth nothing now is out.
 */
export async function relayTickets(context: Context, records: readonly DynamoDBRecord[]): Promise<void> {
  const changes = records.flatMap((record) => ticketChangeOf(record) ?? []);
  for (const change of changes.filter(isShut)) await shutOut(context, change.after);
  for (const change of changes) await offerAgain(context, change);
  await sendFrames(context, changes.flatMap(ticketFramesOf));
  const payouts = records.flatMap((record) => payoutChangeOf(record) ?? []);
  await context.bus.publish([
    ...changes.flatMap(ticketEventsOf),
    ...(await soldOutsOf(context, records)),
    ...payouts.flatMap(payoutEventsOf),
  ]);
}

/** Of all the parts that were emptied, each room is looked at once. */
async function soldOutsOf(context: Context, records: readonly DynamoDBRecord[]): Promise<readonly DomainEvent[]> {
  const emptied = new Set(records.flatMap((record) => emptiedRoomOf(record) ?? []));
  const told = await Promise.all([...emptied].map((roomId) => soldOutIn(context, roomId)));
  return told.flat();
}

/** A place that came back and is kept for whoever waits is offered; what is lost here is found by the sweep. */
async function offerAgain(context: Context, { before, after }: TicketChange): Promise<void> {
  if (before?.part === undefined || after.part !== undefined) return;
  if (await context.waitingLists.isPlaceKept(after.roomId, before.part))
    await orderOffers(context, after.roomId, `${after.id}.${after.version}`);
}

export const handler = onStream({ adapters, run: relayTickets });
