/** What others are told of a sale, and of what it brought its host. */

import type { DomainEvent } from './events.ts';
import type { Payout } from './payout.ts';
import type { Sale, StockPart } from './sale.ts';
import { isoOf } from './time.ts';

/**
 * Nothing is left of a sale that is open. The id is the same however often that is found, until places came back and were sold
 * again: whoever looks at the parts while they change finds another one each time.
 */
export function soldOutEvent(sale: Sale, parts: readonly StockPart[], now: number): DomainEvent | undefined {
  if (sale.status !== 'open' || parts.some(({ available }) => available > 0)) return undefined;
  const { roomId, hostId: userId, price, capacity: quantity } = sale;
  const version = parts.reduce((sum, { refills = 0 }) => sum + refills, 1);
  const id = `evt_${roomId}.${version}.sale.sold_out`;
  return { name: 'sale.sold_out', detail: { id, at: isoOf(now), version, roomId, userId, price, quantity } };
}

/** A write of a transfer to a host, as its stream has it. */
export type PayoutChange = { readonly before?: Payout; readonly after: Payout };

/** The host has the money: the transfer was made that had been written down. */
export function payoutEventsOf({ before, after }: PayoutChange): readonly DomainEvent[] {
  // Of a room that brought nothing there was no transfer.
  if (after.stage !== 'sent' || before?.stage === 'sent' || after.hostShare === 0) return [];
  const { roomId, hostId: userId, number: version, hostShare, currency, at } = after;
  const id = `evt_${roomId}.${version}.payout.sent`;
  const amount = { amount: hostShare, currency };
  return [{ name: 'payout.sent', detail: { id, at, version, roomId, userId, amount } }];
}
