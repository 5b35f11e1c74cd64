import type { queues } from '../../adapters/queues.ts';
import type { Ticket } from '../../domain/ticket.ts';
import type { ContextOf } from '../runtime/context.ts';
import { lineOf } from './pacing.ts';

type Context = ContextOf<{ queues: typeof queues }>;

/** What the units that hold the payment service's key are asked to do: they look at the ticket as it is when their turn comes. */
export type PaymentOrder = { readonly roomId: string; readonly userId: string; readonly orderId: string };

const orderOf = ({ roomId, userId, order }: Ticket): PaymentOrder => ({ roomId, userId, orderId: order.id });

/** Asks for a payment to be opened. They stand in lines: the payment service takes 25 a second. */
export const orderPayment = (context: Context, ticket: Ticket): Promise<void> =>
  context.queues.send('stripe-sessions', [
    { body: orderOf(ticket), groupId: lineOf(ticket.order.id), deduplicationId: ticket.order.id },
  ]);

/** Asks to look at the payment now, and to end it first when its buyer no longer wants it. */
export const orderLook = (context: Context, ticket: Ticket, isUnwanted = false): Promise<void> =>
  context.queues.send('stripe-news', [{ body: { look: orderOf(ticket), isUnwanted } }]);
