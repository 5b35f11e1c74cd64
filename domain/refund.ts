/** Money on its way back: each payment goes back once, whoever asks, and the booking follows what the payment service says. */

import {
  type Entry,
  type Lines,
  type Pot,
  refundLines,
  returnedLines,
  setAsideLines,
  strayRefundLines,
} from './ledger.ts';
import type { Refund } from './settlement.ts';
import { nextTicket, type Ticket } from './ticket.ts';
import { isoOf } from './time.ts';

export const refundStates = ['pending', 'succeeded', 'failed'] as const;
export type RefundState = (typeof refundStates)[number];

/** A refund as it is kept; `tries` counts those that failed, each with a key of its own at the payment service. */
export type StoredRefund = Refund & {
  readonly state: RefundState;
  readonly tries: number;
  readonly refundId?: string;
  /** The last one that failed: news of it come again while the next is on its way. */
  readonly failedId?: string;
  readonly at: string;
};

/** What the payment service says of a refund. */
export type RefundFacts = { readonly refundId: string; readonly state: RefundState; readonly isFull: boolean };

/**
 * The same key until one has failed: a repeat is no second refund. Tables that were put back may come to another reason, which
 * is another request; that nothing is sent back twice is then the payment service's own rule.
 */
export const refundKeyOf = ({ paymentIntentId, tries, reason, isStray }: StoredRefund): string =>
  ['refund', paymentIntentId, reason, ...(isStray ? ['stray'] : []), ...(tries > 0 ? [tries] : [])].join(':');

/** What a refund has come to, with the ticket that follows and the booking. */
export type RefundEnd = {
  readonly state: Exclude<RefundState, 'pending'>;
  readonly refundId: string;
  readonly tries: number;
  readonly ticket?: TicketStep;
  readonly entry?: Entry;
};
type TicketStep = { readonly before: Ticket; readonly after: Ticket };

/**
 * What the payment service says becomes the refund's end: of one that is pending, of one that failed and was sent by hand, and
 * of one that had gone through and was returned by the buyer's bank. Nothing when that is known, or still to come.
 */
export function endRefund(
  refund: StoredRefund,
  { refundId, state, isFull }: RefundFacts,
  found: Ticket | undefined,
  now: number,
): RefundEnd | undefined {
  const isOldFailure = state === 'failed' && refundId === refund.failedId;
  if (state === 'pending' || state === refund.state || isOldFailure) return undefined;
  if (state === 'succeeded' && !isFull) return undefined;
  const ticket = stepOf(refund, found, state, now);
  // Its ticket went another way: the bank has taken the money back.
  if (refund.state === 'failed' && !ticket && isOf(refund, found)) return undefined;
  const isMoved = ticket !== undefined;
  const entry = entryOf(refund, state, isMoved, now);
  const tries = refund.tries + (state === 'failed' ? 1 : 0);
  return { state, refundId, tries, ...(ticket && { ticket }), ...(entry && { entry }) };
}

/** The ticket's state while its refund is in each of its own. */
const ticketStateOf = { pending: 'refund_pending', succeeded: 'refunded', failed: 'refund_failed' } as const;

/** The ticket of the refund, as long as it is the one that was paid with this payment and waits for what becomes of it. */
function stepOf(
  refund: StoredRefund,
  before: Ticket | undefined,
  state: RefundState,
  now: number,
): TicketStep | undefined {
  if (!isOf(refund, before) || before?.state !== ticketStateOf[refund.state]) return undefined;
  return { before, after: nextTicket(before, { state: ticketStateOf[state] }, now) };
}
const isOf = ({ paymentIntentId }: Refund, ticket: Ticket | undefined): boolean =>
  ticket?.order.paymentIntentId === paymentIntentId;

/** A failed refund goes on its way once more, under another key. Nothing while it is under way, or when the bank took the money back. */
export function retryRefund(
  refund: StoredRefund,
  found: Ticket | undefined,
  now: number,
): { readonly ticket?: TicketStep } | undefined {
  if (refund.state !== 'failed') return undefined;
  const ticket = stepOf(refund, found, 'pending', now);
  return ticket || !isOf(refund, found) ? { ...(ticket && { ticket }) } : undefined;
}

/** Where the money of a refund is that is under way: the first try that failed has set it aside. */
export const potOf = ({ tries }: StoredRefund): Pot => (tries > 0 ? 'transit' : 'escrow');

/** The booking of what became of a refund; one that failed moves money only away from what the host will be paid. */
function entryOf(refund: StoredRefund, state: RefundState, isMoved: boolean, now: number): Entry | undefined {
  const { fee, isStray, amount, tries } = refund;
  if (state === 'succeeded')
    return booked(
      refund,
      'refund',
      isStray ? strayRefundLines(fee) : refundLines(amount.amount, fee, potOf(refund)),
      now,
    );
  if (refund.state === 'succeeded')
    return booked(
      refund,
      'refund_failed',
      isStray ? negated(strayRefundLines(fee)) : returnedLines(amount.amount, fee),
      now,
    );
  const isSetAside = isMoved && !isStray && tries === 0;
  return isSetAside ? booked(refund, 'refund_failed', setAsideLines(amount.amount, fee), now) : undefined;
}

const negated = (lines: Lines): Lines =>
  Object.fromEntries(Object.entries(lines).map(([account, amount]) => [account, -amount]));

/** One booking of each kind for each try. */
function booked(refund: StoredRefund, kind: 'refund' | 'refund_failed', lines: Lines, now: number): Entry {
  const { roomId, userId, orderId, paymentIntentId, amount, tries } = refund;
  const key = `${kind}:${paymentIntentId}${tries > 0 ? `:${tries}` : ''}`;
  return { roomId, userId, orderId, paymentIntentId, key, kind, lines, currency: amount.currency, at: isoOf(now) };
}
