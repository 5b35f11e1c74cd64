import type { Entry } from '../../domain/ledger.ts';
import type { Refund } from '../../domain/settlement.ts';
import { pastTicket, placeLeftTo, type Ticket } from '../../domain/ticket.ts';
import { addSeconds } from '../../domain/time.ts';
import type { Item } from './client.ts';
import { schemaVersion } from './room-item.ts';
import { dueQueue, dueShardOf, ledgerKey, paymentKey, refundKey, stockKey } from './table.ts';
import { fromTicket } from './ticket-item.ts';
import { absent, type Condition, present, type Write } from './write.ts';

/** A refund that was not heard of again is looked at. */
const refundLookSeconds = 600;

/** The ticket's next state, if nobody wrote it since it was read. */
export const ticketWrite = (before: Ticket | undefined, after: Ticket): Write => ({
  kind: 'put',
  table: 'commerce',
  item: fromTicket(after),
  when: before ? { text: '#v = :v', names: { '#v': 'version' }, values: toVersion(before) } : absent,
});
const toVersion = ({ version }: Ticket): Item => ({ ':v': version });

/** A place leaves a part of the stock: only while there is one, the sale is open and, for a hold, the price is the one shown. */
export const placeTaken = (roomId: string, part: number, priceVersion?: number): Write => ({
  kind: 'update',
  table: 'commerce',
  key: stockKey(roomId, part),
  change: { add: { available: -1 } },
  when: {
    text: `available > :none AND isOpen = :yes${priceVersion === undefined ? '' : ' AND priceVersion = :price'}`,
    values: { ':none': 0, ':yes': true, ...(priceVersion !== undefined && { ':price': priceVersion }) },
  },
});

/**
 * A place of that part for the ticket. One that was taken away stays beside the ticket that follows it, in the same place: what
 * was paid for it may still go back, or be lost.
 */
export function holdWrites(before: Ticket | undefined, after: Ticket, part: number): Write[] {
  const { roomId, order } = after;
  const isReused = placeLeftTo(before) === part;
  const place = isReused ? placeReused : placeTaken;
  const past = pastTicket(before, isReused);
  const pastPut: Write[] = past ? [{ kind: 'put', table: 'commerce', item: fromTicket(past), when: absent }] : [];
  return [place(roomId, part, order.priceVersion), ticketWrite(before, after), ...pastPut];
}

/** A place stays taken, and goes to the next ticket of its person: under the conditions of every hold, but that one is left. */
const placeReused = (roomId: string, part: number, priceVersion: number): Write => ({
  kind: 'update',
  table: 'commerce',
  key: stockKey(roomId, part),
  change: { add: { available: 0 } },
  when: { text: 'isOpen = :yes AND priceVersion = :price', values: { ':yes': true, ':price': priceVersion } },
});

/** A place comes back to the part it is from, to be sold to whoever comes; not where somebody waits. */
export const placeGivenBack = (roomId: string, part: number): Write => ({
  kind: 'update',
  table: 'commerce',
  key: stockKey(roomId, part),
  change: { add: { available: 1, refills: 1 } },
  when: { text: `${present.text} AND attribute_not_exists(isAwaited)` },
});

/** A place comes back and is kept for whoever waits; the part is looked at until it is offered. */
export const placeKept = (roomId: string, part: number, at: string): Write => ({
  kind: 'update',
  table: 'commerce',
  key: stockKey(roomId, part),
  // Looked at since the first that came back: a part that many come back to would never be released.
  change: { add: { kept: 1 }, init: dueNow(roomId, at) },
  when: isAwaited,
});
const isAwaited: Condition = { text: 'isAwaited = :yes', values: { ':yes': true } };
export const dueNow = (roomId: string, dueAt: string): Item => ({ dueQueue: dueQueue(dueShardOf(roomId)), dueAt });

/** A kept place leaves the part for whoever waits, under the conditions of every hold. */
export const keptTaken = (roomId: string, part: number, priceVersion: number): Write => ({
  kind: 'update',
  table: 'commerce',
  key: stockKey(roomId, part),
  change: { add: { kept: -1 } },
  when: {
    text: 'kept > :none AND isOpen = :yes AND priceVersion = :price',
    values: { ':none': 0, ':yes': true, ':price': priceVersion },
  },
});

/** Booked once, however often it is tried. */
export const entryPut = (entry: Entry): Write => ({
  kind: 'put',
  table: 'commerce',
  item: { ...ledgerKey(entry.roomId, entry.key), schemaVersion, ...entry },
  when: absent,
});

/** The payment has bought its ticket; no second one is made of it. */
export const paymentPut = (paymentIntentId: string, ticket: Ticket): Write => ({
  kind: 'put',
  table: 'commerce',
  item: {
    ...paymentKey(paymentIntentId),
    schemaVersion,
    roomId: ticket.roomId,
    userId: ticket.userId,
    orderId: ticket.order.id,
  },
  when: absent,
});

/** The payment is to go back; there is one refund of a payment. */
export const refundPut = (refund: Refund, at: string): Write => ({
  kind: 'put',
  table: 'commerce',
  item: {
    ...refundKey(refund.paymentIntentId),
    schemaVersion,
    ...toRefundFields(refund),
    state: 'pending',
    tries: 0,
    at,
    ...refundDue(refund, at),
  },
  when: absent,
});

/** When somebody looks at a refund that goes on its way now. */
export const refundDue = ({ orderId }: Refund, at: string) => ({
  dueQueue: dueQueue(dueShardOf(orderId)),
  dueAt: addSeconds(at, refundLookSeconds),
});

/** Not under `roomId`: what stands there is in the index of a room's tickets, if it has a `ticketKey` too. */
const toRefundFields = ({ roomId: refundOf, paymentIntentId, ...refund }: Refund): Item => ({
  ...refund,
  refundOf,
  paymentIntentId,
});

export const isOutOfPlaces = (item: Item | undefined): boolean => item === undefined || item['available'] === 0;
export const isClosed = (item: Item | undefined): boolean => item?.['isOpen'] === false;
