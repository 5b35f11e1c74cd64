import type { payoutAccounts } from '../../adapters/dynamodb/payout-accounts.ts';
import type { reading } from '../../adapters/dynamodb/reading.ts';
import type { sales } from '../../adapters/dynamodb/sales.ts';
import type { tickets } from '../../adapters/dynamodb/tickets.ts';
import type { waitingLists } from '../../adapters/dynamodb/waiting-lists.ts';
import type { queues } from '../../adapters/queues.ts';
import type { Room } from '../../domain/room.ts';
import type { Sale } from '../../domain/sale.ts';
import { holdTicket, placeLeftTo } from '../../domain/ticket.ts';
import { type FreePlace, freePlaceIn, offerEndsAt, type Waiting } from '../../domain/waiting-list.ts';
import type { ContextOf } from '../runtime/context.ts';
import { stop } from '../runtime/refusal-error.ts';
import { mayHaveTicket, sellingOf } from './buying.ts';
import { orderPayment } from './payment-orders.ts';

type Context = ContextOf<{
  payoutAccounts: typeof payoutAccounts;
  queues: typeof queues;
  reading: typeof reading;
  sales: typeof sales;
  tickets: typeof tickets;
  waitingLists: typeof waitingLists;
}>;

/** The person's own ticket, or the price, may move under an offer. */
const attempts = 3;

/** Offers a free place to somebody who waits; false when there is none. Whoever may not buy any more leaves the line. */
export async function offerPlace(context: Context, room: Room, waiting: Waiting): Promise<boolean> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const stocked = await context.sales.findStocked(room.id);
    const place = stocked && freePlaceIn(stocked.parts);
    // What is kept stays kept while nothing is sold.
    if (!place || !(await sellingOf(context, stocked.sale)).isAllowed) return false;
    if ((await offer(context, { room, sale: stocked.sale, place, waiting })) !== 'again') return true;
  }
  return stop('busy');
}

type Offer = {
  readonly room: Room;
  readonly sale: Sale;
  readonly place: FreePlace;
  readonly waiting: Waiting;
};

async function offer(context: Context, { room, sale, place, waiting }: Offer): Promise<'done' | 'again'> {
  const { userId, returnUrl } = waiting;
  const [before, welcome, stillWaiting] = await Promise.all([
    context.tickets.find(room.id, userId),
    mayHaveTicket(context, room, userId),
    context.waitingLists.find(room.id, userId),
  ]);
  if (stillWaiting?.joinedAt !== waiting.joinedAt) return 'done';
  const now = context.now();
  const { policy } = context.config;
  const { id: roomId, title, startsAt } = room;
  const held = holdTicket(before, sale, {
    ...{ id: context.newId('tkt'), orderId: context.newId('ord'), userId, checkout: 'hosted', title, returnUrl },
    ...(startsAt !== undefined && { startsAt }),
    ...{ offerEndsAt: offerEndsAt(room, now, policy), now, policy },
  });
  // Nobody is offered a ticket who was put out, blocked or suspended while they waited, or who has a place to come back to.
  if (!welcome.isAllowed || !held.isAllowed || placeLeftTo(before) !== undefined) {
    await context.waitingLists.leave({ roomId, userId });
    return 'done';
  }
  if (!(await context.waitingLists.offer(before, held.value, place, waiting))) return 'again';
  await orderPayment(context, held.value);
  return 'done';
}
