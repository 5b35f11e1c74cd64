import * as z from 'zod/mini';
import { blocks } from '../../adapters/dynamodb/blocks.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { sales } from '../../adapters/dynamodb/sales.ts';
import { tickets } from '../../adapters/dynamodb/tickets.ts';
import { queues } from '../../adapters/queues.ts';
import type { Room } from '../../domain/room.ts';
import { currentState } from '../../domain/room-clock.ts';
import type { Sale } from '../../domain/sale.ts';
import { ticketView } from '../../domain/sale-view.ts';
import type { Ticket } from '../../domain/ticket.ts';
import { refundTicket } from '../../domain/ticket-undoing.ts';
import { mayRefundBlocked, mayRefundBuyer } from '../../domain/ticketing.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { ensure, stop } from '../runtime/refusal-error.ts';
import { roomId } from '../runtime/schemas.ts';
import { ticketOutput } from '../runtime/ticket-views.ts';
import { absentIn } from '../steps/absence.ts';
import { giveBackUnasked } from '../steps/giving-back.ts';
import { orderLook } from '../steps/payment-orders.ts';
import { orderRefund } from '../steps/refund-orders.ts';
import { roomOf } from '../steps/room-change.ts';

export const input = z.object({ roomId });
export const output = ticketOutput;

const adapters = { blocks, queues, rooms, sales, tickets };
type Context = ContextOf<typeof adapters>;

/** Gives a kept place back, or asks for the money of a paid ticket: before the room starts, or when the host keeps its buyer out. */
export async function cancelTicket(context: Context, caller: User, wish: z.infer<typeof input>) {
  const ticket = await context.tickets.find(wish.roomId, caller.userId);
  if (!ticket) return absentIn(context, wish.roomId, 'There is no ticket of yours for this room.');
  if (ticket.state === 'held') return ticketView(await letGo(context, ticket));
  return ticketView(ticket.state === 'paid' ? await refund(context, ticket) : ticket);
}

/** A payment that was asked for may be made this very moment: only the payment service can say that it is not. */
async function letGo(context: Context, ticket: Ticket): Promise<Ticket> {
  if (ticket.order.payment) await orderLook(context, ticket, true);
  else await giveBackUnasked(context, ticket);
  return (await context.tickets.find(ticket.roomId, ticket.userId)) ?? ticket;
}

async function refund(context: Context, ticket: Ticket): Promise<Ticket> {
  const [room, sale] = await Promise.all([roomOf(context, ticket.roomId), context.sales.find(ticket.roomId)]);
  await ensureRefundable(context, ticket, room, sale);
  const step = refundTicket(ticket, 'buyer', sale?.status === 'open', context.now());
  if (!step || (await context.tickets.settle(ticket, step)) !== 'settled') return stop('busy');
  await orderRefund(context, step.refund);
  return step.after;
}

async function ensureRefundable(
  context: Context,
  { userId }: Ticket,
  room: Room,
  sale: Sale | undefined,
): Promise<void> {
  const now = context.now();
  const byDate = mayRefundBuyer(room, now);
  if (byDate.isAllowed) return;
  const block = await context.blocks.find(room.hostId, userId);
  const current = currentState(room, now, context.config.policy);
  if (!sale || !mayRefundBlocked(current, sale, block, now)) ensure(byDate);
}

export const handler = http({ input, adapters, run: cancelTicket });
