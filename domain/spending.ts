/** The spend guard: how much a room may collect, and how much a host may put on sale in a day. Minor units of the ticket's currency. */

import type { Sold } from './ledger.ts';
import type { Policy } from './policy.ts';
import { allow, type Decision, refuse } from './refusal.ts';
import type { Sale, StockPart } from './sale.ts';
import { daySeconds, isoOf, millisecondsOf } from './time.ts';

/** 0: no limit. */
export type SpendCaps = { readonly room: number; readonly day: number };

/** What an operator has allowed one host for a while; either may be left as the policy has it. */
export type RaisedCaps = { readonly room?: number; readonly day?: number; readonly until: string };

/** What a sale can bring, as far as the guard must remember it. */
export type Pledge = {
  /** UTC, as `2026-11-21`, and what the sale has added to its host's day. */
  readonly day: string;
  readonly amount: number;
  /** Places taken at earlier prices, and what they can bring at most. */
  readonly earlierTickets: number;
  readonly earlierAmount: number;
  /** The highest price at which a place may be kept for somebody who has not paid yet. */
  readonly highestPrice?: number;
};

export const dayOf = (now: number): string => isoOf(now).slice(0, 10);

export function capsOf(policy: Policy, raised: RaisedCaps | undefined, now: number): SpendCaps {
  const own = { room: policy.maxRoomSales, day: policy.maxHostSalesPerDay };
  if (!raised || raised.until <= isoOf(now)) return own;
  return { room: raised.room ?? own.room, day: raised.day ?? own.day };
}

/** What the sale can collect in all: by what was taken at earlier prices, and everything else at the price of now. */
export const exposureOf = ({ price, capacity, pledge }: Pick<Sale, 'price' | 'capacity' | 'pledge'>): number =>
  (pledge?.earlierAmount ?? 0) + Math.max(0, capacity - (pledge?.earlierTickets ?? 0)) * price.amount;

type Before = { readonly sale: Sale; readonly parts: readonly StockPart[]; readonly sold: Sold };
/** The sale as it may be put on sale, and what that adds to its host's day: less than nothing when it is made smaller again. */
export type Pledged = { readonly sale: Sale; readonly added: number };

/** Holds a new or changed sale against what its room may collect. */
export function pledgeSale(before: Before | undefined, after: Sale, caps: SpendCaps, now: number): Decision<Pledged> {
  const earlier = earlierOf(before, after);
  const exposure = exposureOf({ ...after, pledge: { day: '', amount: 0, ...earlier } });
  const grown = exposure - (before ? exposureOf(before.sale) : 0);
  // What may no longer be so much, because the limit was lowered since, can still be made smaller.
  if (caps.room > 0 && exposure > caps.room && grown > 0) return refuse('invalid_field', tooMuch(exposure, caps.room));
  const day = dayOf(now);
  const known = before?.sale.pledge;
  const today = known?.day === day ? known.amount : 0;
  // What was put on sale on an earlier day makes no room for today.
  const amount = Math.max(0, today + grown);
  return allow({ sale: { ...after, pledge: { day, amount, ...earlier } }, added: amount - today });
}

const tooMuch = (wanted: number, cap: number) => ({
  param: 'quantity',
  message: `quantity: at this price a room's tickets may come to ${cap} minor units in all.`,
  facts: { cap, wanted },
});

type Earlier = Omit<Pledge, 'day' | 'amount'>;
/**
 * With another price, what is sold by now is counted as it was paid. What is only kept may be paid at the price it was taken at, or
 * come back and be sold at the new one: it is counted at whichever is more.
 */
function earlierOf(before: Before | undefined, after: Sale): Earlier {
  if (!before) return { earlierTickets: 0, earlierAmount: 0 };
  const { sale, parts, sold } = before;
  const { earlierTickets = 0, earlierAmount = 0, highestPrice = 0 } = sale.pledge ?? {};
  if (sale.priceVersion === after.priceVersion) return { earlierTickets, earlierAmount, highestPrice };
  const left = parts.reduce((sum, { available, kept = 0 }) => sum + available + kept, 0);
  const taken = sale.capacity - left;
  const kept = Math.max(0, taken - sold.tickets);
  const highest = Math.max(highestPrice, sale.price.amount);
  const most = sold.amount + kept * Math.max(highest, after.price.amount);
  return { earlierTickets: taken, earlierAmount: most, highestPrice: kept > 0 ? highest : 0 };
}

/** Holds what is added against the rest of the host's day. */
export function withinDay(added: number, used: number, { day: cap }: SpendCaps, now: number): Decision {
  if (cap === 0 || added <= 0 || used + added <= cap) return allow();
  const endsAt = millisecondsOf(`${dayOf(now)}T00:00:00.000Z`) + daySeconds * 1000;
  return refuse('cap_reached', {
    param: 'quantity',
    message: 'No more tickets can be put on sale today.',
    facts: { cap, used, wanted: added, until: isoOf(endsAt) },
    retryAfterSeconds: Math.ceil((endsAt - now) / 1000),
  });
}
