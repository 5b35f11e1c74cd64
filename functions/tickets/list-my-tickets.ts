import * as z from 'zod/mini';
import { ticketPages } from '../../adapters/dynamodb/ticket-pages.ts';
import { ticketView } from '../../domain/sale-view.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { ticketOutput } from '../runtime/ticket-views.ts';

export const input = z.object({});
export const output = z.object({ data: z.array(ticketOutput) });

const adapters = { ticketPages };
const newest = 100;

/** The caller's tickets and attempts to buy, the last hundred that changed. */
export async function listMyTickets(context: ContextOf<typeof adapters>, caller: User) {
  const { tickets } = await context.ticketPages.ofBuyer(caller.userId, newest);
  return { data: tickets.map(ticketView) };
}

export const handler = http({ input, adapters, run: listMyTickets });
