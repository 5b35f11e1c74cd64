import * as z from 'zod/mini';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { tickets } from '../../adapters/dynamodb/tickets.ts';
import { queues } from '../../adapters/queues.ts';
import { currentState } from '../../domain/room-clock.ts';
import { ticketView } from '../../domain/sale-view.ts';
import { paymentStatusOf } from '../../domain/ticket.ts';
import { ticketDates } from '../../domain/ticketing.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { roomId } from '../runtime/schemas.ts';
import { ticketOutput } from '../runtime/ticket-views.ts';
import { absentIn } from '../steps/absence.ts';
import { orderLook } from '../steps/payment-orders.ts';
import { roomOf } from '../steps/room-change.ts';

export const input = z.object({ roomId, isPaid: z.optional(z.enum(['true'])) });
export const output = ticketOutput;

const adapters = { queues, rooms, tickets };

/**
 * The caller's ticket and how its payment stands. The page that buyers come back to says `isPaid=true`: the payment service is
 * asked at once then, should its own news be late or lost.
 */
export async function getMyTicket(context: ContextOf<typeof adapters>, caller: User, wish: z.infer<typeof input>) {
  const ticket = await context.tickets.find(wish.roomId, caller.userId);
  if (!ticket) return absentIn(context, wish.roomId, 'There is no ticket of yours for this room.');
  if (wish.isPaid && paymentStatusOf(ticket) === 'open') await orderLook(context, ticket);
  const room = await roomOf(context, wish.roomId);
  const now = context.now();
  return ticketView(ticket, ticketDates(ticket, currentState(room, now, context.config.policy), now));
}

export const handler = http({ input, adapters, run: getMyTicket });
