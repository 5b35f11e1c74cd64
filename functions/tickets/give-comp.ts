import * as z from 'zod/mini';
import { payoutAccounts } from '../../adapters/dynamodb/payout-accounts.ts';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { reading } from '../../adapters/dynamodb/reading.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { sales } from '../../adapters/dynamodb/sales.ts';
import { soldOuts } from '../../adapters/dynamodb/sold-outs.ts';
import { tickets } from '../../adapters/dynamodb/tickets.ts';
import { currentState } from '../../domain/room-clock.ts';
import { ticketView } from '../../domain/sale-view.ts';
import { mayGiveComp } from '../../domain/ticketing.ts';
import { actorOf, type User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { ensure, stop } from '../runtime/refusal-error.ts';
import { roomId, userId } from '../runtime/schemas.ts';
import { ticketOutput } from '../runtime/ticket-views.ts';
import { mayHaveTicket } from '../steps/buying.ts';
import { holdPlace } from '../steps/holding.ts';
import { actingProfileOf } from '../steps/person.ts';
import { roomOf } from '../steps/room-change.ts';

export const input = z.object({ roomId, userId });
export const output = ticketOutput;

const adapters = { payoutAccounts, profiles, reading, rooms, sales, soldOuts, tickets };

/** The host gives somebody a ticket; it takes a place as a bought one does, and nobody gets one who could not buy one. Giving it again answers the same. */
export async function giveComp(context: ContextOf<typeof adapters>, caller: User, wish: z.infer<typeof input>) {
  const [room, given] = await Promise.all([
    roomOf(context, wish.roomId),
    context.profiles.find(wish.userId),
    actingProfileOf(context, caller),
  ]);
  const current = currentState(room, context.now(), context.config.policy);
  ensure(mayGiveComp(current, actorOf(caller)));
  if (!given) return stop('user_not_found', { param: 'userId' });
  ensure(await mayHaveTicket(context, current, wish.userId));
  return ticketView(
    await holdPlace(context, room, { userId: wish.userId, isComp: true, checkout: 'hosted', returnUrl: '' }),
  );
}

export const handler = http({ input, adapters, run: giveComp });
