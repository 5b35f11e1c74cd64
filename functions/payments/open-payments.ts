import * as z from 'zod/mini';
import { sales } from '../../adapters/dynamodb/sales.ts';
import { tickets } from '../../adapters/dynamodb/tickets.ts';
import { payments } from '../../adapters/payments/checkout.ts';
import { askForPayment, openPayment } from '../../domain/ticket.ts';
import type { ContextOf } from '../runtime/context.ts';
import { ensure, stop } from '../runtime/refusal-error.ts';
import { roomId, userId } from '../runtime/schemas.ts';
import { onMessage } from '../runtime/worker.ts';
import { giveBackNeverOpened, giveBackUnasked } from '../steps/giving-back.ts';
import { inPace, lineOf } from '../steps/pacing.ts';

export const input = z.object({ roomId, userId, orderId: z.string() });

const adapters = { payments, sales, tickets };
type Context = ContextOf<typeof adapters>;

/** Opens the payment of a held ticket; in its line behind others, as the payment service takes only so many a second. */
export async function openPayments(context: Context, order: z.infer<typeof input>): Promise<void> {
  const { roomId, userId } = order;
  const [ticket, sale] = await Promise.all([context.tickets.find(roomId, userId), context.sales.find(roomId)]);
  if (ticket?.order.id !== order.orderId || ticket.state !== 'held' || ticket.order.payment?.id) return;
  const isUnasked = ticket.order.payment === undefined;
  if (isUnasked && sale?.status !== 'open') return giveBackUnasked(context, ticket);
  const asked = isUnasked ? askForPayment(ticket, context.now(), context.config.policy) : ticket;
  // Stored before it is asked for, and asked for with what is stored: however often, it is one payment.
  if (isUnasked && !(await context.tickets.advance(ticket, asked))) return stop('busy');
  const opened = ensure(await inPace(context, () => context.payments.open(asked), lineOf(asked.order.id)));
  if (opened === 'too_late') return giveBackNeverOpened(context, asked);
  if (opened === 'asked_otherwise') return;
  if (!(await context.tickets.advance(asked, openPayment(asked, opened, context.now())))) return stop('busy');
}

// Not `isOrdered`: an order that fails again and again takes nobody who waits behind it along to the dead letters.
export const handler = onMessage({ adapters, read: (body) => input.safeParse(body).data, run: openPayments });
