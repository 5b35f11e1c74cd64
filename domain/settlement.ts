/** What a payment's news makes of its ticket. Pure: news come twice, late and in any order, and lead to the same end. */

import { type Entry, type EntryKind, type Lines, purchaseLines } from './ledger.ts';
import type { Money } from './money.ts';
import { nextTicket, type Ticket } from './ticket.ts';
import { isoOf } from './time.ts';

/** A payment as the payment service has it now, whatever the news said. `expired`: it can no longer be made. */
export type PaymentFacts = {
  readonly orderId: string;
  readonly roomId: string;
  readonly userId: string;
  /** Another deployment made it, which uses the same account of the payment service: it sees to it. */
  readonly isForeign?: boolean;
  readonly status: 'open' | 'processing' | 'paid' | 'failed' | 'expired';
  readonly price: Money;
  readonly paymentIntentId?: string;
  /** Minor units; known once it is paid. */
  readonly fee?: number;
};

export const refundReasons = [
  'room_canceled',
  'no_show',
  'platform_ended',
  'buyer',
  'banned',
  'late_payment',
  'wrong_amount',
] as const;
export type RefundReason = (typeof refundReasons)[number];

export type Refund = {
  readonly paymentIntentId: string;
  readonly orderId: string;
  readonly roomId: string;
  readonly userId: string;
  readonly amount: Money;
  readonly fee: number;
  readonly reason: RefundReason;
  /** It bought no ticket: the ledger has no purchase of it. */
  readonly isStray: boolean;
};

/** What is written together, or not at all. `place`: the stock's change, in the part of the ticket before or after. */
export type Settlement = {
  readonly after: Ticket;
  readonly place: -1 | 0 | 1;
  /** Booked once; a purchase notes the payment it is of as well. */
  readonly entry?: Entry;
  readonly refund?: Refund;
};
export type Case = {
  readonly isSaleOpen: boolean;
  /** It is not open because the room is over, and not because it was canceled. */
  readonly isSaleClosed?: boolean;
  readonly isBanned: boolean;
  /** False once no part of the stock had a place for a payment that came late. */
  readonly isStockLeft: boolean;
  readonly now: number;
};

/** The ticket's next step, a refund of a payment that no ticket is for, or nothing. */
export function settle(
  ticket: Ticket,
  facts: PaymentFacts,
  at: Case,
): Settlement | { readonly refund: Refund } | undefined {
  if (ticket.order.id !== facts.orderId || isOtherPayment(ticket, facts)) return strayRefund(ticket, facts);
  if (ticket.state === 'held' || ticket.state === 'processing') return settleHeld(ticket, facts, at);
  if (ticket.state === 'expired' || ticket.state === 'failed') return settleLate(ticket, facts, at);
  return undefined;
}

function settleHeld(ticket: Ticket, facts: PaymentFacts, at: Case): Settlement | undefined {
  if (facts.status === 'paid') return paid(ticket, facts, at);
  if (facts.status === 'processing' && ticket.state === 'held')
    return { after: nextTicket(ticket, { state: 'processing' }, at.now), place: 0 };
  // A payment that was under way and can no longer be made has failed.
  const end = ticket.state === 'processing' && facts.status === 'expired' ? 'failed' : ends[facts.status];
  if (!end) return undefined;
  return { after: nextTicket(ticket, { state: end }, at.now, 'given_back'), place: 1 };
}
const ends: Readonly<Partial<Record<PaymentFacts['status'], 'expired' | 'failed'>>> = {
  expired: 'expired',
  failed: 'failed',
};

function paid(ticket: Ticket, facts: PaymentFacts, at: Case): Settlement {
  const order = paidOrder(ticket, facts, at.now);
  const problem = problemOf(ticket, facts, at);
  if (problem) {
    const after = nextTicket(ticket, { state: 'refund_pending', order }, at.now, 'given_back');
    return { after, place: 1, refund: refundOf(ticket, facts, problem, true) };
  }
  const after = nextTicket(ticket, { state: 'paid', order }, at.now);
  return { after, place: 0, entry: purchaseOf(after) };
}

/** A payment that came after its place was given back takes another one, or is refunded; the ticket then stays as it is. */
function settleLate(
  ticket: Ticket,
  facts: PaymentFacts,
  at: Case,
): Settlement | { readonly refund: Refund } | undefined {
  if (facts.status !== 'paid') return undefined;
  const problem = problemOf(ticket, facts, at) ?? (at.isStockLeft ? undefined : 'late_payment');
  if (problem) return { refund: refundOf(ticket, facts, problem, true) };
  const after = nextTicket(ticket, { state: 'paid', order: paidOrder(ticket, facts, at.now) }, at.now);
  return { after, place: -1, entry: purchaseOf(after) };
}

function problemOf(
  { order }: Ticket,
  { price }: PaymentFacts,
  { isSaleOpen, isSaleClosed, isBanned }: Case,
): RefundReason | undefined {
  if (price.amount !== order.price.amount || price.currency !== order.price.currency) return 'wrong_amount';
  if (isBanned) return 'banned';
  if (isSaleOpen) return undefined;
  return isSaleClosed ? 'late_payment' : 'room_canceled';
}

/** A payment that no ticket is for goes back. */
export function strayRefundOf(facts: PaymentFacts, reason: RefundReason): Refund {
  return refundOf(facts, facts, reason, true);
}

/** One payment buys one ticket: a second one of the same order goes back. */
const isOtherPayment = ({ order }: Ticket, { paymentIntentId }: PaymentFacts): boolean =>
  order.paymentIntentId !== undefined && paymentIntentId !== undefined && order.paymentIntentId !== paymentIntentId;

const strayRefund = (ticket: Ticket, facts: PaymentFacts): { readonly refund: Refund } | undefined =>
  facts.status === 'paid' ? { refund: refundOf(ticket, facts, 'late_payment', true) } : undefined;

function paidOrder({ order }: Ticket, { paymentIntentId, fee = 0 }: PaymentFacts, now: number): Ticket['order'] {
  return { ...order, fee, paidAt: isoOf(now), ...(paymentIntentId !== undefined && { paymentIntentId }) };
}

function refundOf(
  ticket: Pick<Ticket, 'roomId' | 'userId'>,
  facts: PaymentFacts,
  reason: RefundReason,
  isStray: boolean,
): Refund {
  if (facts.paymentIntentId === undefined) throw new Error(`Order ${facts.orderId} is paid without a payment`);
  const { roomId, userId } = ticket;
  const { orderId, paymentIntentId, price: amount, fee = 0 } = facts;
  return { paymentIntentId, orderId, roomId, userId, amount, fee, reason, isStray };
}

/** The booking of a ticket's payment, as often as it is made the same one. */
export function entryOf(ticket: Ticket, kind: EntryKind, lines: Lines): Entry {
  const { roomId, userId, updatedAt: at, order } = ticket;
  const { id: orderId, paymentIntentId, price } = order;
  const key = `${kind}:${kind === 'purchase' ? orderId : paymentIntentId}`;
  const paid = paymentIntentId !== undefined && { paymentIntentId };
  return { roomId, userId, orderId, key, kind, lines, currency: price.currency, at, ...paid };
}
const purchaseOf = (ticket: Ticket): Entry =>
  entryOf(ticket, 'purchase', purchaseLines(ticket.order.price.amount, ticket.order.fee ?? 0));
