/** What tables that were put back to an earlier time no longer know, made anew from the marks of the payments themselves. */

import { timeOfId } from './ids.ts';
import type { PaymentFacts } from './settlement.ts';
import { isOver, nextTicket, type Payment, type Ticket } from './ticket.ts';
import { isoOf } from './time.ts';

type Making = {
  readonly id: string;
  readonly paymentId: string;
  readonly priceVersion: number;
  readonly now: number;
};

/** Whether an order was begun behind another one: ids sort by their time. */
export const isLaterOrder = (orderId: string, other: string): boolean => timeOfId(orderId) > timeOfId(other);

/**
 * Whether a later order may take the place of what is known of a buyer: only what is over is ever followed by another one, and
 * not where its place was left to it, because nothing was sold any more.
 */
export const canFollow = (ticket: Ticket | undefined, orderId: string): boolean =>
  ticket === undefined || (isOver(ticket.state) && ticket.part === undefined && isLaterOrder(orderId, ticket.order.id));

/**
 * A ticket whose order was lost, as though its time had run out: a payment of it then comes late, and takes a place if one is
 * left. It is never asked to be paid again, so that title and page are not missed.
 */
export function lostTicket(
  before: Ticket | undefined,
  { orderId, roomId, userId, price }: PaymentFacts,
  { id, paymentId, priceVersion, now }: Making,
): Ticket {
  const heldAt = isoOf(timeOfId(orderId));
  const checkout = paymentId.startsWith('pi_') ? ('intent' as const) : ('hosted' as const);
  const payment = { expiresAt: heldAt, id: paymentId };
  const asked = { checkout, title: '', returnUrl: '', heldAt, waitEndsAt: heldAt, payment };
  const known = { id: before?.id ?? id, version: (before?.version ?? 0) + 1, updatedAt: isoOf(now) };
  return { ...known, roomId, userId, state: 'expired', order: { id: orderId, price, priceVersion, ...asked } };
}

/** A place that is still kept, with the payment that was opened for it and forgotten. */
export const adoptPayment = (ticket: Ticket, payment: Payment, now: number): Ticket =>
  nextTicket(ticket, { order: { ...ticket.order, payment } }, now);
