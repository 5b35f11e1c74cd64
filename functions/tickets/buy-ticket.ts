import * as z from 'zod/mini';
import { payoutAccounts } from '../../adapters/dynamodb/payout-accounts.ts';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { reading } from '../../adapters/dynamodb/reading.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { sales } from '../../adapters/dynamodb/sales.ts';
import { soldOuts } from '../../adapters/dynamodb/sold-outs.ts';
import { switches } from '../../adapters/dynamodb/switches.ts';
import { tickets } from '../../adapters/dynamodb/tickets.ts';
import { queues } from '../../adapters/queues.ts';
import { ticketView } from '../../domain/sale-view.ts';
import { checkouts } from '../../domain/ticket.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { roomId } from '../runtime/schemas.ts';
import { ticketOutput } from '../runtime/ticket-views.ts';
import { buyingIn } from '../steps/buying.ts';
import { holdPlace } from '../steps/holding.ts';
import { pageOrigin } from '../steps/page-origin.ts';
import { orderPayment } from '../steps/payment-orders.ts';

export const input = z.object({ roomId, checkout: z._default(z.enum(checkouts), 'hosted') });
export const output = ticketOutput;

const adapters = { payoutAccounts, profiles, queues, reading, rooms, sales, soldOuts, switches, tickets };

/** Keeps a place for the caller and asks for a payment; asking again answers how that stands. */
export async function buyTicket(context: ContextOf<typeof adapters>, caller: User, wish: z.infer<typeof input>) {
  const room = await buyingIn(context, caller, wish.roomId);
  const returnUrl = `${pageOrigin(context)}/r/${room.id}?paid=true`;
  const ticket = await holdPlace(context, room, { userId: caller.userId, checkout: wish.checkout, returnUrl });
  // Whoever asked and died before this line asks again; the sweep gives the place back otherwise.
  if (ticket.state === 'held' && ticket.order.payment === undefined) await orderPayment(context, ticket);
  return ticketView(ticket);
}

export const handler = http({ input, adapters, run: buyTicket });
