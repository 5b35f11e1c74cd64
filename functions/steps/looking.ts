import type { tickets } from '../../adapters/dynamodb/tickets.ts';
import type { payments } from '../../adapters/payments/checkout.ts';
import { dueAtOf, type Ticket } from '../../domain/ticket.ts';
import { isoOf } from '../../domain/time.ts';
import type { ContextOf } from '../runtime/context.ts';
import { ensure } from '../runtime/refusal-error.ts';
import { giveBackNeverOpened, giveBackUnasked } from './giving-back.ts';
import type { PaymentOrder } from './payment-orders.ts';
import { settleOrder } from './settling.ts';

type Context = Parameters<typeof settleOrder>[0] & ContextOf<{ payments: typeof payments; tickets: typeof tickets }>;

/**
 * Looks at the payment of an order; one that nobody wants any more is ended first. A payment whose id was never learned is asked
 * for again by its key, with what is stored: that answers it, or shows that it never was.
 */
export async function lookAtOrder(context: Context, wanted: PaymentOrder, isUnwanted: boolean): Promise<void> {
  const ticket = await awaitedTicket(context, wanted);
  if (ticket) await look(context, ticket, isUnwanted);
}

/**
 * The same when its time has come, if it still is by now: somebody may have opened the payment meanwhile. A place that was kept
 * long enough is given up; a payment that is under way is not ended, one that came to nothing and could be tried again is.
 */
export async function lookAtDueOrder(context: Context, wanted: PaymentOrder): Promise<void> {
  const ticket = await awaitedTicket(context, wanted);
  if (!ticket || (dueAtOf(ticket) ?? '') > isoOf(context.now())) return;
  const paymentId = ticket.state === 'processing' ? ticket.order.payment?.id : undefined;
  const facts = paymentId === undefined ? undefined : ensure(await context.payments.find(paymentId));
  if (facts && facts.status !== 'open') await settleOrder(context, facts);
  else await look(context, ticket, true);
}

async function awaitedTicket(context: Context, { roomId, userId, orderId }: PaymentOrder) {
  const ticket = await context.tickets.find(roomId, userId);
  const isAwaited = ticket?.state === 'held' || ticket?.state === 'processing';
  return isAwaited && ticket.order.id === orderId ? ticket : undefined;
}

async function look(context: Context, ticket: Ticket, isUnwanted: boolean): Promise<void> {
  if (ticket.order.payment === undefined) return giveBackUnasked(context, ticket);
  const opened = ticket.order.payment.id ? ticket.order.payment : ensure(await context.payments.open(ticket));
  if (opened === 'too_late') return giveBackNeverOpened(context, ticket);
  if (opened === 'asked_otherwise') return;
  const { id: paymentId } = opened;
  if (paymentId === undefined) throw new Error(`The payment of order ${ticket.order.id} has no id`);
  if (isUnwanted) await context.payments.end(paymentId);
  await settleOrder(context, ensure(await context.payments.find(paymentId)));
}
