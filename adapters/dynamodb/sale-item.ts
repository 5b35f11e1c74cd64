import { type Sale, type StockPart, saleStatuses } from '../../domain/sale.ts';
import type { Pledge } from '../../domain/spending.ts';
import type { Item } from './client.ts';
import { readCount, readItem, readMoney, readOneOf, readOptional, readText } from './read.ts';
import { schemaVersion } from './room-item.ts';
import { dueQueue, dueShardOf, type Key, saleKey, stockKey } from './table.ts';

export const fromSale = (sale: Sale): Key & Item => ({
  ...saleKey(sale.roomId),
  schemaVersion,
  ...sale,
  // Looked at when the host is to be paid.
  ...(sale.payoutAt !== undefined && { dueQueue: dueQueue(dueShardOf(sale.roomId)), dueAt: sale.payoutAt }),
});

export const toSale = (item: Item): Sale => ({
  roomId: readText(item, 'roomId'),
  hostId: readText(item, 'hostId'),
  status: readOneOf(item, 'status', saleStatuses),
  price: readMoney(item, 'price'),
  priceVersion: readCount(item, 'priceVersion'),
  capacity: readCount(item, 'capacity'),
  partCount: readCount(item, 'partCount'),
  openedAt: readText(item, 'openedAt'),
  updatedAt: readText(item, 'updatedAt'),
  ...readOptional(item, 'pledge', (sale, field) => toPledge(readItem(sale, field))),
  ...readOptional(item, 'payoutAt', readText),
  version: readCount(item, 'version'),
});

const toPledge = (item: Item): Pledge => ({
  day: readText(item, 'day'),
  amount: readCount(item, 'amount'),
  earlierTickets: readCount(item, 'earlierTickets'),
  earlierAmount: readCount(item, 'earlierAmount'),
  ...readOptional(item, 'highestPrice', readCount),
});

/** A part's places, and what a hold must find true of the sale without reading it. */
export const fromPart = (sale: Sale, { part, available, dueAt, ...waiting }: StockPart): Key & Item => ({
  ...stockKey(sale.roomId, part),
  schemaVersion,
  roomId: sale.roomId,
  part,
  available,
  isOpen: sale.status === 'open',
  priceVersion: sale.priceVersion,
  ...waiting,
});

export const toPart = (item: Item): StockPart => ({
  part: readCount(item, 'part'),
  available: readCount(item, 'available'),
  ...readOptional(item, 'kept', readCount),
  ...(item['isAwaited'] === true && { isAwaited: true }),
  ...readOptional(item, 'refills', readCount),
  ...readOptional(item, 'dueAt', readText),
});
