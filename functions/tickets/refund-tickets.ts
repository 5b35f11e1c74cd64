import * as z from 'zod/mini';
import { refundJobs } from '../../adapters/dynamodb/refund-jobs.ts';
import { ticketPages } from '../../adapters/dynamodb/ticket-pages.ts';
import { tickets } from '../../adapters/dynamodb/tickets.ts';
import { waitingLists } from '../../adapters/dynamodb/waiting-lists.ts';
import { queues } from '../../adapters/queues.ts';
import type { RefundReason } from '../../domain/settlement.ts';
import type { Ticket } from '../../domain/ticket.ts';
import { refundTicket } from '../../domain/ticket-undoing.ts';
import { isoOf } from '../../domain/time.ts';
import type { ContextOf } from '../runtime/context.ts';
import { stop } from '../runtime/refusal-error.ts';
import { roomId } from '../runtime/schemas.ts';
import { onMessage } from '../runtime/worker.ts';
import { giveBackUnasked } from '../steps/giving-back.ts';
import { orderLook } from '../steps/payment-orders.ts';
import { orderRefund } from '../steps/refund-orders.ts';
import { orderRefunds, orderSecondLook } from '../steps/sale-ending.ts';

export const input = z.object({
  roomId,
  isAgain: z._default(z.boolean(), false),
  after: z.optional(z.string()),
});

const adapters = { queues, refundJobs, ticketPages, tickets, waitingLists };
type Context = ContextOf<typeof adapters>;

const pageSize = 20;
const attempts = 5;

/**
 * One page of the tickets of a room that is canceled, or over: who may still pay is stopped; who has paid gets it back, if it is
 * canceled; and nobody waits any more. The place it has come to is written down, so that it goes on wherever it was stopped;
 * going through a ticket twice changes nothing. After the last page everybody is looked at again: a payment that was being
 * settled while the sale ended may have made a ticket valid behind us.
 */
export async function refundTickets(context: Context, order: z.infer<typeof input>): Promise<void> {
  const { roomId, isAgain, after } = order;
  const job = await context.refundJobs.find(roomId);
  if (!job) return;
  if (!(await endLine(context, roomId)))
    return isAgain ? orderSecondLook(context, roomId, after) : orderRefunds(context, roomId);
  const page = await context.ticketPages.ofRoomBehind(roomId, isAgain ? after : job.cursor, pageSize);
  for (const ticket of page) await undo(context, ticket, job.reason);
  const cursor = page.length < pageSize ? undefined : page.at(-1)?.id;
  if (isAgain && cursor === undefined) return context.refundJobs.finish(roomId);
  await context.refundJobs.note(roomId, isoOf(context.now()), isAgain ? undefined : cursor);
  if (isAgain || cursor === undefined) await orderSecondLook(context, roomId, cursor);
  else await orderRefunds(context, roomId);
}

/** Nobody can be offered a place any more; false while somebody is left in the line. */
async function endLine(context: Context, roomId: string): Promise<boolean> {
  const line = await context.waitingLists.first(roomId, pageSize);
  await Promise.all(line.map((waiting) => context.waitingLists.leave(waiting)));
  return line.length < pageSize;
}

async function undo(context: Context, listed: Ticket, reason: RefundReason | undefined): Promise<void> {
  // Of most tickets nothing is to be undone: they are not read one by one. Whoever the list was behind of is met again.
  if (reason === undefined && listed.state !== 'held') return;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const ticket = await context.tickets.find(listed.roomId, listed.userId);
    if (!ticket) return;
    if (ticket.state === 'held' && !ticket.order.payment) return giveBackUnasked(context, ticket);
    if (ticket.state === 'held') return orderLook(context, ticket, true);
    const step = reason && refundTicket(ticket, reason, false, context.now());
    if (!step) return;
    if ((await context.tickets.settle(ticket, step)) === 'settled') return orderRefund(context, step.refund);
  }
  return stop('busy');
}

export const handler = onMessage({ adapters, read: (body) => input.safeParse(body).data, run: refundTickets });
