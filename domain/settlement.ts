/** What a payment's news makes of its ticket. Pure: news come twice, late and in any order, and lead to the same end. */

import { chargeBackLines, type Entry, type EntryKind, type Lines, purchaseLines, refundLines } from './ledger.ts';
import type { Money } from './money.ts';
import { nextTicket, type Ticket } from './ticket.ts';
import { isoOf } from './time.ts';

/** A payment as the payment service has it now, whatever the news said. `expired`: it can no longer be made. */
export type PaymentFacts = {
  readonly orderId: string;
  readonly roomId: string;
  readonly userId: string;
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
  'host',
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
  const end = ends[facts.status];
  if (!end || (end === 'expired' && ticket.state === 'processing')) return undefined;
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
  { isSaleOpen, isBanned }: Case,
): RefundReason | undefined {
  if (price.amount !== order.price.amount || price.currency !== order.price.currency) return 'wrong_amount';
  if (isBanned) return 'banned';
  return isSaleOpen ? undefined : 'room_canceled';
}

/** One payment buys one ticket: a second one of the same order goes back. */
const isOtherPayment = ({ order }: Ticket, { paymentIntentId }: PaymentFacts): boolean =>
  order.paymentIntentId !== undefined && paymentIntentId !== undefined && order.paymentIntentId !== paymentIntentId;

const strayRefund = (ticket: Ticket, facts: PaymentFacts): { readonly refund: Refund } | undefined =>
  facts.status === 'paid' ? { refund: refundOf(ticket, facts, 'late_payment', true) } : undefined;

function paidOrder({ order }: Ticket, { paymentIntentId, fee = 0 }: PaymentFacts, now: number): Ticket['order'] {
  return { ...order, fee, paidAt: isoOf(now), ...(paymentIntentId !== undefined && { paymentIntentId }) };
}

function refundOf(ticket: Ticket, facts: PaymentFacts, reason: RefundReason, isStray: boolean): Refund {
  if (facts.paymentIntentId === undefined) throw new Error(`Order ${facts.orderId} is paid without a payment`);
  const { roomId, userId } = ticket;
  const { orderId, paymentIntentId, price: amount, fee = 0 } = facts;
  return { paymentIntentId, orderId, roomId, userId, amount, fee, reason, isStray };
}

/** A paid ticket's money goes back: by cancellation, a refund before the start, or a ban. Its place is sold again while the sale is open. */
export function refundTicket(
  ticket: Ticket,
  reason: RefundReason,
  isSaleOpen: boolean,
  now: number,
): Settlement | undefined {
  const { order, part, roomId, userId } = ticket;
  if (ticket.state !== 'paid' || order.paymentIntentId === undefined) return undefined;
  const isGivenBack = isSaleOpen && part !== undefined;
  const after = nextTicket(ticket, { state: 'refund_pending' }, now, isGivenBack ? 'given_back' : 'kept');
  const { id: orderId, paymentIntentId, price: amount, fee = 0 } = order;
  return {
    after,
    place: isGivenBack ? 1 : 0,
    refund: { paymentIntentId, orderId, roomId, userId, amount, fee, reason, isStray: false },
  };
}

function entryOf(ticket: Ticket, kind: EntryKind, lines: Lines): Entry {
  const { roomId, userId, updatedAt: at, order } = ticket;
  const { id: orderId, paymentIntentId, price } = order;
  const key = `${kind}:${kind === 'purchase' ? orderId : paymentIntentId}`;
  const paid = paymentIntentId !== undefined && { paymentIntentId };
  return { roomId, userId, orderId, key, kind, lines, currency: price.currency, at, ...paid };
}
const purchaseOf = (ticket: Ticket): Entry =>
  entryOf(ticket, 'purchase', purchaseLines(ticket.order.price.amount, ticket.order.fee ?? 0));

/** The whole payment was sent back by hand, at the payment service itself: the ticket follows. */
export function refundedOutside(
  ticket: Ticket,
  paymentIntentId: string,
  isSaleOpen: boolean,
  now: number,
): Settlement | undefined {
  const { order, part } = ticket;
  if (ticket.state !== 'paid' || order.paymentIntentId !== paymentIntentId) return undefined;
  const isGivenBack = isSaleOpen && part !== undefined;
  const after = nextTicket(ticket, { state: 'refunded' }, now, isGivenBack ? 'given_back' : 'kept');
  const entry = entryOf(after, 'refund', refundLines(order.price.amount, order.fee ?? 0));
  return { after, place: isGivenBack ? 1 : 0, entry };
}

/** Who is put out for good loses the ticket; nothing is paid back, and the place is not sold again. */
export function revokeTicket(ticket: Ticket, now: number): Settlement | undefined {
  const isTheirs = ticket.state === 'paid' || ticket.state === 'comp';
  return isTheirs ? { after: nextTicket(ticket, { state: 'revoked' }, now), place: 0 } : undefined;
}

/** How a bank's dispute of a payment stands. */
export type DisputeState = 'open' | 'won' | 'lost';

/** A disputed ticket opens no door; won it does again, lost the money is gone. News of one dispute come in any order. */
export function settleDispute(
  ticket: Ticket,
  state: DisputeState,
  { isPaidOut, now }: { readonly isPaidOut: boolean; readonly now: number },
): Settlement | undefined {
  if (ticket.state === 'paid' && state === 'open')
    return { after: nextTicket(ticket, { state: 'disputed' }, now), place: 0 };
  if (ticket.state === 'disputed' && state === 'won')
    return { after: nextTicket(ticket, { state: 'paid' }, now), place: 0 };
  if ((ticket.state !== 'paid' && ticket.state !== 'disputed') || state !== 'lost') return undefined;
  const after = nextTicket(ticket, { state: 'charged_back' }, now);
  const { price, fee = 0 } = ticket.order;
  return { after, place: 0, entry: entryOf(after, 'charge_back', chargeBackLines(price.amount, fee, isPaidOut)) };
}
