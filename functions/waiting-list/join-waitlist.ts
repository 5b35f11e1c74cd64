import * as z from 'zod/mini';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { reading } from '../../adapters/dynamodb/reading.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { sales } from '../../adapters/dynamodb/sales.ts';
import { switches } from '../../adapters/dynamodb/switches.ts';
import { tickets } from '../../adapters/dynamodb/tickets.ts';
import { waitingLists } from '../../adapters/dynamodb/waiting-lists.ts';
import { queues } from '../../adapters/queues.ts';
import { isoOf } from '../../domain/time.ts';
import { mayWait } from '../../domain/waiting-list.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { ensure, stop } from '../runtime/refusal-error.ts';
import { roomId } from '../runtime/schemas.ts';
import { waitlistOutput } from '../runtime/ticket-views.ts';
import { buyingIn } from '../steps/buying.ts';
import { pageOrigin } from '../steps/page-origin.ts';
import { orderOffers, standingIn } from '../steps/waiting.ts';

export const input = z.object({ roomId });
export const output = waitlistOutput;

const adapters = { profiles, queues, reading, rooms, sales, switches, tickets, waitingLists };
type Context = ContextOf<typeof adapters>;

/** The end of the line for a ticket of a room that is sold out; whoever stands in it keeps their place. */
export async function joinWaitlist(context: Context, caller: User, wish: z.infer<typeof input>) {
  const room = await buyingIn(context, caller, wish.roomId);
  const { id: roomId } = room;
  const known = await context.waitingLists.find(roomId, caller.userId);
  if (known) return standingIn(context, known);
  const [stocked, ticket] = await Promise.all([
    context.sales.findStocked(roomId),
    context.tickets.find(roomId, caller.userId),
  ]);
  const { sale, parts } = stocked ?? stop('sale_closed');
  ensure(mayWait(sale, parts, ticket));
  const returnUrl = `${pageOrigin(context)}/r/${roomId}?paid=true`;
  const waiting = { roomId, userId: caller.userId, joinedAt: isoOf(context.now()), returnUrl };
  if ((await context.waitingLists.join(waiting, parts)) === 'places_left') return stop('places_left');
  // A place may have become free for everybody while nobody seemed to wait.
  await orderOffers(context, roomId, `${caller.userId}.${waiting.joinedAt}`, caller.userId);
  return standingIn(context, waiting);
}

export const handler = http({ input, adapters, run: joinWaitlist });
