/** Money on its way back: each payment goes back once, whoever asks, and the booking follows what the payment service says. */

import { type Entry, refundLines, strayRefundLines } from './ledger.ts';
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
  readonly at: string;
};

/** What the payment service says of a refund. */
export type RefundFacts = { readonly refundId: string; readonly state: RefundState; readonly isFull: boolean };

/** The same key until one has failed: a repeat is no second refund. */
export const refundKeyOf = ({ paymentIntentId, tries }: StoredRefund): string =>
  tries === 0 ? `refund:${paymentIntentId}` : `refund:${paymentIntentId}:${tries}`;

/** The ticket the refund is of, when it is still the one that was paid with this payment. */
export function ticketAfter(
  ticket: Ticket | undefined,
  refund: Refund,
  state: RefundState,
  now: number,
): Ticket | undefined {
  const isIts = ticket?.state === 'refund_pending' && ticket.order.paymentIntentId === refund.paymentIntentId;
  if (!isIts || state === 'pending') return undefined;
  return nextTicket(ticket, { state: state === 'succeeded' ? 'refunded' : 'refund_failed' }, now);
}

/** The booking of a refund that has come to its end; one that failed moves no money. */
export function refundEntry(refund: Refund, now: number): Entry {
  const { roomId, userId, orderId, paymentIntentId, amount, fee, isStray } = refund;
  return {
    roomId,
    userId,
    orderId,
    paymentIntentId,
    key: `refund:${paymentIntentId}`,
    kind: 'refund',
    lines: isStray ? strayRefundLines(fee) : refundLines(amount.amount, fee),
    currency: amount.currency,
    at: isoOf(now),
  };
}
