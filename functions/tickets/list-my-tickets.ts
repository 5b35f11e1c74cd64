import * as z from 'zod/mini';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { ticketPages } from '../../adapters/dynamodb/ticket-pages.ts';
import { currentState } from '../../domain/room-clock.ts';
import { ticketView } from '../../domain/sale-view.ts';
import { opensRoom } from '../../domain/ticket.ts';
import { ticketDates } from '../../domain/ticketing.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { ticketOutput } from '../runtime/ticket-views.ts';

export const input = z.object({});
export const output = z.object({ data: z.array(ticketOutput) });

const adapters = { rooms, ticketPages };
const newest = 100;

/** The caller's tickets and attempts to buy, the newest hundred. */
export async function listMyTickets(context: ContextOf<typeof adapters>, caller: User) {
  const { tickets } = await context.ticketPages.ofBuyer(caller.userId, newest);
  // What a ticket is worth depends on its room only while it opens a door.
  const roomIds = tickets.filter(({ state }) => opensRoom(state)).map(({ roomId }) => roomId);
  const found = await context.rooms.findAll(roomIds);
  const now = context.now();
  return {
    data: tickets.map((ticket) => {
      const room = found.get(ticket.roomId);
      return ticketView(ticket, room && ticketDates(ticket, currentState(room, now, context.config.policy), now));
    }),
  };
}

export const handler = http({ input, adapters, run: listMyTickets });
