import { checkouts, dueAtOf, type Order, type Payment, type Ticket, ticketStates } from '../../domain/ticket.ts';
import type { Item } from './client.ts';
import { readCount, readFlag, readItem, readMoney, readOneOf, readOptional, readText } from './read.ts';
import { schemaVersion } from './room-item.ts';
import { dueQueue, dueShardOf, type Key, ticketKey } from './table.ts';

/** A ticket that was taken away lies under its order once its person has another one: no room has such a name. */
export const pastTicketKey = (orderId: string, userId: string): Key => ticketKey(orderId, userId);

/** The attributes of the indexes stand beside the ticket's own; those of `due` only while it waits for something. */
export function fromTicket(ticket: Ticket): Key & Item {
  const { roomId, userId, order } = ticket;
  const dueAt = dueAtOf(ticket);
  return {
    ...(ticket.isPast ? pastTicketKey(order.id, userId) : ticketKey(roomId, userId)),
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
  ...readOptional(item, 'isPast', readFlag),
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
  ...(item['isDisputed'] === true && { isDisputed: true }),
});

const toPayment = (item: Item): Payment => ({
  expiresAt: readText(item, 'expiresAt'),
  ...readOptional(item, 'id', readText),
  ...readOptional(item, 'url', readText),
  ...readOptional(item, 'clientSecret', readText),
});
