import * as z from 'zod/mini';
import { ledgers } from '../../adapters/dynamodb/ledgers.ts';
import { payouts } from '../../adapters/dynamodb/payouts.ts';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { sales } from '../../adapters/dynamodb/sales.ts';
import { ticketPages } from '../../adapters/dynamodb/ticket-pages.ts';
import { salesView, soldView } from '../../domain/sale-view.ts';
import { maySeeSales } from '../../domain/ticketing.ts';
import { actorOf, type User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { fromCursor, toCursor } from '../runtime/cursor.ts';
import { http } from '../runtime/http.ts';
import { ensure, stop } from '../runtime/refusal-error.ts';
import { cursor, limit, roomId } from '../runtime/schemas.ts';
import { salesOutput } from '../runtime/ticket-views.ts';
import { actingProfileOf } from '../steps/person.ts';
import { roomOf } from '../steps/room-change.ts';

export const input = z.object({ roomId, cursor, limit });
export const output = salesOutput;

const adapters = { ledgers, payouts, profiles, rooms, sales, ticketPages };

/** The host's book of a room: what was sold, newest first, to whom, what it brought, and whether it was paid out. */
export async function listSales(context: ContextOf<typeof adapters>, caller: User, wish: z.infer<typeof input>) {
  const before = fromCursor(wish.cursor, readTicketId);
  const [room] = await Promise.all([roomOf(context, wish.roomId), actingProfileOf(context, caller)]);
  ensure(maySeeSales(room, actorOf(caller)));
  const size = wish.limit ?? 20;
  const [stocked, balances, payout, tickets] = await Promise.all([
    context.sales.findStocked(room.id),
    context.ledgers.balances(room.id),
    context.payouts.find(room.id),
    context.ticketPages.ofRoomBefore(room.id, before, size),
  ]);
  if (!stocked) return stop('not_found', { message: 'No tickets are sold for this room.' });
  const last = tickets.length === size ? tickets.at(-1) : undefined;
  const data = tickets.map(soldView);
  return { ...salesView(stocked, balances, payout), data, ...(last && { nextCursor: toCursor([last.id]) }) };
}

const readTicketId = (value: unknown): string | undefined =>
  Array.isArray(value) && typeof value[0] === 'string' && /^tkt_[0-9A-Za-z]{13}$/.test(value[0]) ? value[0] : undefined;

export const handler = http({ input, adapters, run: listSales });
