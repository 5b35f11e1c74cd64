import type { tickets } from '../../adapters/dynamodb/tickets.ts';
import type { payments } from '../../adapters/payments/checkout.ts';
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
  const ticket = await context.tickets.find(wanted.roomId, wanted.userId);
  if (!ticket || ticket.order.id !== wanted.orderId) return;
  if (ticket.state !== 'held' && ticket.state !== 'processing') return;
  if (ticket.order.payment === undefined) return giveBackUnasked(context, ticket);
  const opened = ticket.order.payment.id ? ticket.order.payment : ensure(await context.payments.open(ticket));
  if (opened === 'too_late') return giveBackNeverOpened(context, ticket);
  if (opened === 'asked_otherwise') return;
  const { id: paymentId } = opened;
  if (paymentId === undefined) throw new Error(`The payment of order ${ticket.order.id} has no id`);
  if (isUnwanted) await context.payments.end(paymentId);
  await settleOrder(context, ensure(await context.payments.find(paymentId)));
}
