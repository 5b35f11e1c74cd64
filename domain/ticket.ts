/** A person's ticket to a room: its states, what moves it from one to the next, and whether it takes one of the sale's places. */

import type { Money } from './money.ts';
import type { Policy } from './policy.ts';
import { allow, type Decision, refuse } from './refusal.ts';
import type { Sale } from './sale.ts';
import { addSeconds, daySeconds, isoOf } from './time.ts';

export const ticketStates = [
  'held',
  'processing',
  'paid',
  'comp',
  'expired',
  'failed',
  'refund_pending',
  'refunded',
  'refund_failed',
  'disputed',
  'charged_back',
  'revoked',
] as const;
export type TicketState = (typeof ticketStates)[number];

/** States from which another ticket can be bought for the same room. */
const over: readonly TicketState[] = ['expired', 'failed', 'refunded'];
export const isOver = (state: TicketState): boolean => over.includes(state);
/** Somebody was put out and may come back: they are sold, or given, another ticket; the one that was taken stays in the books. */
const isTakenAway = (ticket: Ticket): boolean => ticket.state === 'revoked';

export const checkouts = ['hosted', 'embedded', 'intent'] as const;
export type Checkout = (typeof checkouts)[number];

/** Where the buyer pays. `expiresAt` is stored before the payment is first asked for, and used again on every retry. */
export type Payment = {
  readonly expiresAt: string;
  /** The checkout session's id, or the payment intent's; absent until the payment service has answered. */
  readonly id?: string;
  readonly url?: string;
  readonly clientSecret?: string;
};

/** One attempt to buy. */
export type Order = {
  readonly id: string;
  readonly price: Money;
  readonly priceVersion: number;
  readonly checkout: Checkout;
  /** What the payment is asked for with; stored, so that asking again is asking for the same. */
  readonly title: string;
  readonly returnUrl: string;
  /** When the room was to start as the buyer saw it; none of a room that was live. */
  readonly startsAt?: string;
  /** A place that came back, offered to the first of the waiting list until then. */
  readonly offerEndsAt?: string;
  readonly heldAt: string;
  /** The place is given back when no payment has been asked for by then. */
  readonly waitEndsAt: string;
  readonly payment?: Payment;
  readonly paymentIntentId?: string;
  /** What the payment service kept of it, minor units. */
  readonly fee?: number;
  readonly paidAt?: string;
  /** A bank disputes what was paid for a ticket that was revoked. */
  readonly isDisputed?: true;
};

export type Ticket = {
  readonly id: string;
  readonly roomId: string;
  readonly userId: string;
  readonly state: TicketState;
  readonly order: Order;
  /** The part of the stock its place is from; none once the place is given back. */
  readonly part?: number;
  /** It was taken from its person, who has had another one since. */
  readonly isPast?: boolean;
  readonly updatedAt: string;
  readonly version: number;
};

/** Whether a ticket in this state opens the door; asked at every join and every renewal of a grant. */
export function opensRoom(state: TicketState | undefined): boolean {
  return state === 'paid' || state === 'comp';
}

type Holding = {
  readonly id: string;
  readonly orderId: string;
  readonly userId: string;
  readonly checkout: Checkout;
  readonly title: string;
  readonly returnUrl: string;
  readonly startsAt?: string;
  readonly offerEndsAt?: string;
  readonly now: number;
  readonly policy: Policy;
};

/** The part in which somebody still has the place of the ticket that was taken from them. */
export const placeLeftTo = (ticket: Ticket | undefined): number | undefined =>
  ticket && isTakenAway(ticket) ? ticket.part : undefined;

/** A ticket that was taken away, beside the one that follows it; `isPlaceReused`: the place goes to that one. */
export function pastTicket(before: Ticket | undefined, isPlaceReused: boolean): Ticket | undefined {
  if (!before || !isTakenAway(before)) return undefined;
  const { part, ...ticket } = before;
  return { ...ticket, isPast: true, ...(!isPlaceReused && part !== undefined && { part }) };
}

/** A place is kept for the buyer, from whichever part has one. Who has a ticket, or is about to pay, gets no second one. */
export function holdTicket(
  previous: Ticket | undefined,
  sale: Sale,
  { id, orderId, userId, now, policy, ...asked }: Holding,
): Decision<Ticket> {
  if (sale.status !== 'open') return refuse('sale_closed');
  const isNew = !previous || isTakenAway(previous);
  if (!isNew && !isOver(previous.state)) return refuse('already_has_ticket', { facts: { state: previous.state } });
  const at = isoOf(now);
  const waitEndsAt = addSeconds(at, policy.waitForCheckoutSeconds);
  const { price, priceVersion } = sale;
  const order = { id: orderId, price, priceVersion, ...asked, heldAt: at, waitEndsAt };
  const version = (previous?.version ?? 0) + 1;
  return allow({
    id: isNew ? id : previous.id,
    roomId: sale.roomId,
    userId,
    state: 'held',
    order,
    updatedAt: at,
    version,
  });
}

/** When the payment is first asked for: from here on only the payment service can say that nobody will pay any more. */
export function askForPayment(ticket: Ticket, now: number, policy: Policy): Ticket {
  const usual = addSeconds(isoOf(now), policy.checkoutMinutes * 60);
  const { offerEndsAt = usual } = ticket.order;
  const expiresAt = offerEndsAt > usual ? offerEndsAt : usual;
  return nextTicket(ticket, { order: { ...ticket.order, payment: { expiresAt } } }, now);
}

/** The payment can be made now. */
export function openPayment(ticket: Ticket, payment: Omit<Payment, 'expiresAt'>, now: number): Ticket {
  const { order } = ticket;
  if (!order.payment) throw new Error(`Order ${order.id} was opened without a time of its end`);
  return nextTicket(ticket, { order: { ...order, payment: { ...order.payment, ...payment } } }, now);
}

/** A payment service's news of the end of a payment should be here by then; afterwards it is asked. */
const newsSeconds = 60;

/** When somebody must look at the ticket, if nothing happens before; it is looked at again and again from then on. */
export function dueAtOf({ state, order, updatedAt }: Ticket): string | undefined {
  if (state === 'processing') return addSeconds(updatedAt, daySeconds);
  if (state !== 'held') return undefined;
  return order.payment ? addSeconds(order.payment.expiresAt, newsSeconds) : order.waitEndsAt;
}

/** It is kept for somebody of the waiting list, who has not paid yet. */
export const isOffered = ({ state, order }: Ticket): boolean => state === 'held' && order.offerEndsAt !== undefined;

/** What the buyer sees of the payment. */
export function paymentStatusOf({ state, order }: Ticket): 'queued' | 'open' | 'done' | 'none' {
  if (state === 'held') return order.payment?.id === undefined ? 'queued' : 'open';
  return state === 'processing' || state === 'paid' ? 'done' : 'none';
}

/** The ticket's next state; a place it gives back belongs to nobody from then on. */
export function nextTicket(
  { part, ...ticket }: Ticket,
  change: Partial<Pick<Ticket, 'state' | 'order' | 'part'>>,
  now: number,
  place: 'kept' | 'given_back' = 'kept',
): Ticket {
  const kept = place === 'kept' && part !== undefined ? { part } : {};
  return { ...ticket, ...kept, ...change, updatedAt: isoOf(now), version: ticket.version + 1 };
}
