import { checkouts, type Order, type Payment, type Ticket, ticketStates } from '../../domain/ticket.ts';
import { addSeconds } from '../../domain/time.ts';
import type { Item } from './client.ts';
import { readCount, readItem, readMoney, readOneOf, readOptional, readText } from './read.ts';
import { schemaVersion } from './room-item.ts';
import { dueQueue, dueShardOf, type Key, ticketKey } from './table.ts';

/** A payment service's news of the end of a payment should be here by then; afterwards it is asked. */
const newsSeconds = 60;
const processingSeconds = 86_400;

/** When somebody must look at the ticket, if nothing happens before. */
function dueAtOf({ state, order, updatedAt }: Ticket): string | undefined {
  if (state === 'processing') return addSeconds(updatedAt, processingSeconds);
  if (state !== 'held') return undefined;
  return order.payment ? addSeconds(order.payment.expiresAt, newsSeconds) : order.waitEndsAt;
}

/** The attributes of the indexes stand beside the ticket's own; those of `due` only while it waits for something. */
export function fromTicket(ticket: Ticket): Key & Item {
  const { roomId, userId, order } = ticket;
  const dueAt = dueAtOf(ticket);
  return {
    ...ticketKey(roomId, userId),
    schemaVersion,
    ...ticket,
    // Never changes, so that a walk through a room's tickets passes each of them.
    ticketKey: ticket.id,
    buyerId: userId,
    ...(order.payment?.id !== undefined && { sessionId: order.payment.id }),
    ...(order.paymentIntentId !== undefined && { paymentIntentId: order.paymentIntentId }),
    ...(dueAt !== undefined && { dueQueue: dueQueue(dueShardOf(ticket.id)), dueAt }),
  };
}

export const toTicket = (item: Item): Ticket => ({
  id: readText(item, 'id'),
  roomId: readText(item, 'roomId'),
  userId: readText(item, 'userId'),
  state: readOneOf(item, 'state', ticketStates),
  order: toOrder(readItem(item, 'order')),
  ...readOptional(item, 'part', readCount),
  updatedAt: readText(item, 'updatedAt'),
  version: readCount(item, 'version'),
});

const toOrder = (item: Item): Order => ({
  id: readText(item, 'id'),
  price: readMoney(item, 'price'),
  priceVersion: readCount(item, 'priceVersion'),
  checkout: readOneOf(item, 'checkout', checkouts),
  title: readText(item, 'title'),
  returnUrl: readText(item, 'returnUrl'),
  ...readOptional(item, 'startsAt', readText),
  ...readOptional(item, 'offerEndsAt', readText),
  heldAt: readText(item, 'heldAt'),
  waitEndsAt: readText(item, 'waitEndsAt'),
  ...readOptional(item, 'payment', (order, field) => toPayment(readItem(order, field))),
  ...readOptional(item, 'paymentIntentId', readText),
  ...readOptional(item, 'fee', readCount),
  ...readOptional(item, 'paidAt', readText),
});

const toPayment = (item: Item): Payment => ({
  expiresAt: readText(item, 'expiresAt'),
  ...readOptional(item, 'id', readText),
  ...readOptional(item, 'url', readText),
  ...readOptional(item, 'clientSecret', readText),
});
