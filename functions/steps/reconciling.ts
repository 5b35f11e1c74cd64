import type { refunds } from '../../adapters/dynamodb/refunds.ts';
import type { sales } from '../../adapters/dynamodb/sales.ts';
import type { tickets } from '../../adapters/dynamodb/tickets.ts';
import { isUnbooked, type payments } from '../../adapters/payments/checkout.ts';
import type { ListedPayment } from '../../adapters/payments/walks.ts';
import { adoptPayment, canFollow, isLaterOrder, lostTicket } from '../../domain/lost-ticket.ts';
import type { Sale } from '../../domain/sale.ts';
import { type PaymentFacts, strayRefundOf } from '../../domain/settlement.ts';
import type { Ticket } from '../../domain/ticket.ts';
import { addSeconds, isoOf, minuteSeconds } from '../../domain/time.ts';
import type { ContextOf } from '../runtime/context.ts';
import { ensure, stop } from '../runtime/refusal-error.ts';
import { lookAtOrder } from './looking.ts';
import { hear } from './news.ts';
import { inPace } from './pacing.ts';
import { settleOrder } from './settling.ts';

type Context = Parameters<typeof lookAtOrder>[0] &
  Parameters<typeof hear>[0] &
  ContextOf<{ payments: typeof payments; refunds: typeof refunds; sales: typeof sales; tickets: typeof tickets }>;

/**
 * Brings the tables to where a payment is, also when they were put back to a time before it: a place that is still kept is
 * settled, a payment that nobody knows any more comes late to a ticket made of its marks, and one that waits for no place is
 * ended. What the tables show already costs two reads.
 */
export async function settleListed(context: Context, listed: ListedPayment): Promise<void> {
  const { payment, facts, isSentBack } = listed;
  const { orderId, roomId, userId, paymentIntentId, status } = facts;
  if (orderId === '') return;
  if (isUnbooked(facts)) return stop('payments_unavailable');
  if (await isBooked(context, paymentIntentId)) return;
  const ticket = await context.tickets.find(roomId, userId);
  const isAwaited = ticket?.order.id === orderId && (ticket.state === 'held' || ticket.state === 'processing');
  if (status === 'open') return isAwaited ? adopt(context, ticket, payment) : endUnknown(context, listed);
  if (isAwaited) await settleOrder(context, facts);
  else if (status === 'paid' || status === 'processing') await comeLate(context, listed, ticket);
  if (isSentBack && paymentIntentId !== undefined)
    await inPace(context, () => hear(context, { type: 'refund.updated', objectId: '', paymentIntentId }));
}

/** It bought a ticket, or is on its way back. */
async function isBooked(context: Context, paymentIntentId: string | undefined): Promise<boolean> {
  if (paymentIntentId === undefined) return false;
  const [ticket, refund] = await Promise.all([
    context.tickets.boughtWith(paymentIntentId),
    context.refunds.find(paymentIntentId),
  ]);
  return ticket !== undefined || refund !== undefined;
}

/** A place that is kept, and a payment that was opened for it and forgotten: its buyer may be paying just now. */
async function adopt(context: Context, ticket: Ticket, payment: ListedPayment['payment']): Promise<void> {
  const isItsKind = payment.id.startsWith('pi_') === (ticket.order.checkout === 'intent');
  if (!isItsKind || ticket.state !== 'held' || ticket.order.payment?.id !== undefined) return;
  const now = context.now();
  const usual = addSeconds(isoOf(now), context.config.policy.checkoutMinutes * minuteSeconds);
  // Written meanwhile: whoever did that knows more.
  await context.tickets.advance(ticket, adoptPayment(ticket, { expiresAt: usual, ...payment }, now));
}

/** Nobody keeps a place for it: it must not be paid any more. Paid in that moment, it is one that came late. */
async function endUnknown(context: Context, listed: ListedPayment): Promise<void> {
  const { id } = listed.payment;
  await inPace(context, () => context.payments.end(id));
  const facts = ensure(await inPace(context, () => context.payments.find(id)));
  if (facts.status !== 'open') await settleListed(context, { ...listed, facts });
}

/** A payment whose order the tables do not know, or gave up: a ticket if there is a place, else its money back. */
async function comeLate(
  context: Context,
  { facts, payment, isSentBack }: ListedPayment,
  ticket: Ticket | undefined,
): Promise<void> {
  const sale = await context.sales.find(facts.roomId);
  const isLost = facts.status === 'paid' && (isSentBack || !sale);
  if (isLost) return context.tickets.refundStray(strayRefundOf(facts, 'late_payment'));
  if (!sale) return;
  if (ticket?.order.id !== facts.orderId) await makeTicket(context, { facts, sale, paymentId: payment.id }, ticket);
  await settleOrder(context, facts);
}

type Lost = { readonly facts: PaymentFacts; readonly sale: Sale; readonly paymentId: string };

/** Whatever its buyer had before is over by now, or the payment could not have been opened: that is looked at first. */
async function makeTicket(context: Context, lost: Lost, before: Ticket | undefined): Promise<void> {
  const { facts, sale, paymentId } = lost;
  if (before && !isLaterOrder(facts.orderId, before.order.id)) return;
  const known = before && (await overByNow(context, before));
  if (!canFollow(known, facts.orderId)) return;
  const made = { id: context.newId('tkt'), paymentId, priceVersion: sale.priceVersion, now: context.now() };
  await context.tickets.advance(known, lostTicket(known, facts, made));
}

async function overByNow(context: Context, { roomId, userId, state, order }: Ticket): Promise<Ticket | undefined> {
  if (state === 'held' || state === 'processing')
    await inPace(context, () => lookAtOrder(context, { roomId, userId, orderId: order.id }, false));
  return context.tickets.find(roomId, userId);
}
