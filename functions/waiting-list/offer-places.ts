import * as z from 'zod/mini';
import { payoutAccounts } from '../../adapters/dynamodb/payout-accounts.ts';
import { reading } from '../../adapters/dynamodb/reading.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { sales } from '../../adapters/dynamodb/sales.ts';
import { switches } from '../../adapters/dynamodb/switches.ts';
import { tickets } from '../../adapters/dynamodb/tickets.ts';
import { waitingLists } from '../../adapters/dynamodb/waiting-lists.ts';
import { queues } from '../../adapters/queues.ts';
import { currentState } from '../../domain/room-clock.ts';
import { isSwitchedOn } from '../../domain/switches.ts';
import { isLookedAtInVain } from '../../domain/waiting-list.ts';
import type { ContextOf } from '../runtime/context.ts';
import { roomId, userId } from '../runtime/schemas.ts';
import { onMessage } from '../runtime/worker.ts';
import { offerPlace } from '../steps/offering.ts';
import { roomOf } from '../steps/room-change.ts';
import { switchesOf } from '../steps/switches.ts';
import { orderOffers } from '../steps/waiting.ts';

export const input = z.object({ roomId, userId: z.optional(userId) });

const adapters = { payoutAccounts, queues, reading, rooms, sales, switches, tickets, waitingLists };
type Context = ContextOf<typeof adapters>;

/** So many are offered a place in one go; a message of its own follows for the rest. */
const pageSize = 10;

/** Offers the places that came back to those who have waited longest. When nobody waits any more they are for everybody again. */
export async function offerPlaces(context: Context, { roomId, userId }: z.infer<typeof input>): Promise<void> {
  // What is kept stays kept, and is asked for every minute.
  if (!isSwitchedOn('sales', await switchesOf(context)).isAllowed) return;
  const room = currentState(await roomOf(context, roomId), context.now(), context.config.policy);
  const sale = await context.sales.find(roomId);
  const line = sale?.status === 'open' ? await context.waitingLists.first(roomId, pageSize) : [];
  for (const waiting of line) if (!(await offerPlace(context, room, waiting))) return settled(context, roomId, true);
  if (line.length === pageSize) return orderOffers(context, roomId, context.newId('ord'));
  const newest = userId === undefined ? undefined : await context.waitingLists.find(roomId, userId);
  const isNew = newest && sale?.status === 'open' && !line.some((waiting) => waiting.userId === userId);
  const isOffered = !isNew || (await offerPlace(context, room, newest));
  await settled(context, roomId, !isOffered);
}

/**
 * Nobody looks at a part any more of which nothing is kept, and nothing is kept for nobody. A place that came back since
 * somebody was found none is not for nobody: its own message comes.
 */
async function settled(context: Context, roomId: string, isAwaited: boolean): Promise<void> {
  const stocked = await context.sales.findStocked(roomId);
  const now = context.now();
  const over = (stocked?.parts ?? []).filter((part) => isLookedAtInVain(part, isAwaited, now));
  await Promise.all(over.map((part) => context.waitingLists.release(roomId, part)));
}

export const handler = onMessage({
  adapters,
  read: (body) => input.safeParse(body).data,
  run: offerPlaces,
  isOrdered: true,
});
