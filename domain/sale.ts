/** Tickets of a room on sale: a price and a number of places, which lie in parts so that a rush does not meet at one item. */

import type { Money } from './money.ts';
import { payoutAtOf } from './payout.ts';
import type { Policy } from './policy.ts';
import { allow, type Decision, refuse } from './refusal.ts';
import type { Pledge } from './spending.ts';
import { addSeconds, daySeconds, isoOf } from './time.ts';

export const saleStatuses = ['open', 'closed', 'canceled'] as const;
export type SaleStatus = (typeof saleStatuses)[number];

export type Sale = {
  readonly roomId: string;
  readonly hostId: string;
  readonly status: SaleStatus;
  readonly price: Money;
  /** Rises with the price: a hold is for the price it was taken at. */
  readonly priceVersion: number;
  /** Places in all, taken or not. */
  readonly capacity: number;
  readonly partCount: number;
  readonly openedAt: string;
  readonly updatedAt: string;
  /** What the spend guard holds against the room and its host's day. */
  readonly pledge?: Pledge;
  /** When the host of a room that took place is paid; gone once that was done. */
  readonly payoutAt?: string;
  readonly version: number;
};

/** Part of a sale's places. `available`, `kept` and the tickets that occupy it make up its share of the capacity. */
export type StockPart = {
  readonly part: number;
  readonly available: number;
  /** Places that came back and wait for the first of the waiting list; nobody else is sold them. */
  readonly kept?: number;
  /** Somebody has waited since the tickets were sold out: from then on what comes back is kept. */
  readonly isAwaited?: boolean;
  /** How often it was given places again: of two times that nothing is left, the later one has more. */
  readonly refills?: number;
  /** Since when somebody is to look at what is kept. */
  readonly dueAt?: string;
};

export type SaleWish = { readonly price: Money; readonly quantity: number };
type Opening = { readonly roomId: string; readonly hostId: string; readonly now: number; readonly policy: Policy };

/** All parts of a sale are written in one transaction, together with the sale: 25 writes at the most. */
export const maxParts = 20;
const placesInPart = 100;
export const partCountOf = (capacity: number): number => Math.min(maxParts, Math.ceil(capacity / placesInPart));

/** Shares places out evenly; the first parts have one more where it cannot be even. */
export function sharedOut(places: number, partCount: number): readonly number[] {
  const [each, rest] = [Math.floor(places / partCount), places % partCount];
  return Array.from({ length: partCount }, (_, part) => each + (part < rest ? 1 : 0));
}

export function openSale({ price, quantity }: SaleWish, { roomId, hostId, now, policy }: Opening): Decision<Sale> {
  const problem = quantityProblem(quantity, policy);
  if (!problem.isAllowed) return problem;
  const at = isoOf(now);
  const partCount = partCountOf(quantity);
  const counts = { capacity: quantity, partCount, priceVersion: 1, version: 1 };
  return allow({ roomId, hostId, status: 'open', price, ...counts, openedAt: at, updatedAt: at });
}

/** The sale with another price or another number of places; the same wish again changes nothing. */
export function changeSale(sale: Sale, { price, quantity }: SaleWish, now: number, policy: Policy): Decision<Sale> {
  if (sale.status !== 'open') return refuse('sale_closed');
  const problem = quantityProblem(quantity, policy);
  if (!problem.isAllowed) return problem;
  const isSamePrice = sale.price.amount === price.amount && sale.price.currency === price.currency;
  if (isSamePrice && sale.capacity === quantity) return allow(sale);
  const priceVersion = sale.priceVersion + (isSamePrice ? 0 : 1);
  const partCount = Math.max(sale.partCount, partCountOf(quantity));
  const changed = { price, priceVersion, capacity: quantity, partCount };
  return allow({ ...sale, ...changed, updatedAt: isoOf(now), version: sale.version + 1 });
}

/** No more places are sold: the room is over (`closed`), or will not take place (`canceled`). Repeating changes nothing. */
export function endSale(sale: Sale, status: 'closed' | 'canceled', now: number, policy: Policy): Sale {
  if (sale.status === 'canceled' || sale.status === status) return sale;
  const { payoutAt, ...unpaid } = sale;
  const next = status === 'closed' ? { ...unpaid, payoutAt: payoutAtOf(now, policy) } : unpaid;
  return { ...next, status, updatedAt: isoOf(now), version: sale.version + 1 };
}

/** Its host is not paid yet, because something about the money is not decided: looked at again a day later. */
export const putOffPayout = (sale: Sale, now: number): Sale => ({
  ...sale,
  payoutAt: addSeconds(isoOf(now), daySeconds),
  updatedAt: isoOf(now),
  version: sale.version + 1,
});

/** The host has been paid for the room. */
export function paidOut({ payoutAt, ...sale }: Sale, now: number): Sale {
  return { ...sale, updatedAt: isoOf(now), version: sale.version + 1 };
}

/**
 * What each part gains or loses when a sale's capacity changes: new places go where fewest are left, fewer are taken from
 * places nobody has. Refused when more are taken than are free: the capacity never falls below what is sold and held.
 */
export function stockChanges(parts: readonly StockPart[], before: Sale, after: Sale): Decision<readonly number[]> {
  const free = Array.from({ length: after.partCount }, (_, part) => parts[part]?.available ?? 0);
  const total = free.reduce((sum, count) => sum + count, 0);
  const left = total + after.capacity - before.capacity;
  if (left < 0) return refuse('capacity_below_sold', { param: 'quantity', facts: { taken: before.capacity - total } });
  if (left === total) return allow(free.map(() => 0));
  return allow(sharedOut(left, after.partCount).map((count, part) => count - (free[part] ?? 0)));
}

/** Whether a sale can have so many tickets. */
export function quantityProblem(quantity: number, { minTickets: min, maxTickets: max }: Policy): Decision {
  return Number.isSafeInteger(quantity) && quantity >= min && quantity <= max
    ? allow()
    : refuse('invalid_field', {
        param: 'quantity',
        message: `quantity: must be a whole number from ${min} to ${max}.`,
        facts: { min, max },
      });
}

/** The part a buyer tries first, by a digest of who they are; the others follow in turn. */
export function partsInTurn(digest: Uint8Array, partCount: number): readonly number[] {
  const first = ((digest[0] ?? 0) * 256 + (digest[1] ?? 0)) % partCount;
  return Array.from({ length: partCount }, (_, step) => (first + step) % partCount);
}
