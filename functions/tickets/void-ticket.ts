import { sales } from '../../adapters/dynamodb/sales.ts';
import { tickets } from '../../adapters/dynamodb/tickets.ts';
import { queues } from '../../adapters/queues.ts';
import { refundTicket, revokeTicket, unsettled } from '../../domain/ticket-undoing.ts';
import type { ContextOf } from '../runtime/context.ts';
import { stop } from '../runtime/refusal-error.ts';
import { type BusEvent, onEvent } from '../runtime/worker.ts';
import { orderLook } from '../steps/payment-orders.ts';
import { orderRefund } from '../steps/refund-orders.ts';

const adapters = { queues, sales, tickets };

const attempts = 5;

/**
 * Somebody was put out of a room for good: their ticket is paid back, or worth nothing, as whoever did it said; a payment that
 * they have not made yet is ended, and one that is made all the same goes back. Told late, or once more, it says nothing of a
 * ticket that they got when they might come back.
 */
export async function voidTicket(context: ContextOf<typeof adapters>, { detail }: BusEvent): Promise<void> {
  const { roomId, userId, at, isRefunded } = detail;
  if (typeof roomId !== 'string' || typeof userId !== 'string' || typeof at !== 'string') return;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const [ticket, sale] = await Promise.all([context.tickets.find(roomId, userId), context.sales.find(roomId)]);
    if (!ticket || ticket.order.heldAt > at) return;
    const now = context.now();
    const refunded = isRefunded ? refundTicket(ticket, 'banned', sale?.status === 'open', now) : undefined;
    // A ticket that was given has nothing to be paid back.
    const step = refunded ?? revokeTicket(ticket, now) ?? unsettled(ticket, now);
    if (!step) return;
    if ((await context.tickets.settle(ticket, step)) !== 'settled') continue;
    // Nothing is paid that would only go back, and somebody else gets the place.
    return ticket.state === 'held' ? orderLook(context, step.after, true) : orderRefund(context, step.refund);
  }
  return stop('busy');
}

export const handler = onEvent({ adapters, run: voidTicket });
