import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Sold } from '../../domain/ledger.ts';
import { policyOf, readPolicy } from '../../domain/policy.ts';
import { changeSale, openSale, type Sale, type StockPart } from '../../domain/sale.ts';
import { capsOf, exposureOf, pledgeSale, withinDay } from '../../domain/spending.ts';
import { isoOf } from '../../domain/time.ts';
import { codeOf, granted, hostId, later, noon, policy } from './given.ts';

const priced = (amount: number, quantity: number) => ({ price: { amount, currency: 'usd' }, quantity });
const opened = (amount: number, quantity: number): Sale =>
  granted(openSale(priced(amount, quantity), { roomId: '0000000000abc', hostId, now: noon, policy }));
const caps = { room: 10_000, day: 15_000 };
const pledged = (amount: number, quantity: number): Sale =>
  granted(pledgeSale(undefined, opened(amount, quantity), caps, noon)).sale;
const none = { tickets: 0, amount: 0 };
/** What is left of a sale's places, in one part. */
const left = (available: number): readonly StockPart[] => [{ part: 0, available }];
const change = (sale: Sale, available: number, amount: number, quantity: number, now = noon) =>
  pledgeSale(
    { sale, parts: left(available), sold: none },
    granted(changeSale(sale, priced(amount, quantity), now, policy)),
    caps,
    now,
  );

const changeFreely = (sale: Sale, available: number, amount: number, quantity: number) =>
  pledgeSale(
    { sale, parts: left(available), sold: none },
    granted(changeSale(sale, priced(amount, quantity), noon, policy)),
    { room: 0, day: 0 },
    noon,
  );

describe('what a room may collect', () => {
  it('is its tickets at their price, to the minor unit', () => {
    expect(pledgeSale(undefined, opened(100, 100), caps, noon).isAllowed).toBe(true);
    expect(pledgeSale(undefined, opened(101, 100), caps, noon)).toMatchObject({
      refusal: { code: 'invalid_field', param: 'quantity', facts: { cap: 10_000, wanted: 10_100 } },
    });
    expect(pledgeSale(undefined, opened(99_900, 10_000), { room: 0, day: 0 }, noon).isAllowed).toBe(true);
  });

  it('counts what was sold at a higher price before', () => {
    const sale = pledged(200, 50);
    const cheaper = granted(change(sale, 10, 100, 50)).sale;
    expect(exposureOf(cheaper)).toBe(40 * 200 + 10 * 100);
    expect(codeOf(change(cheaper, 10, 100, 61))).toBe('invalid_field');
    expect(change(cheaper, 10, 100, 60).isAllowed).toBe(true);
  });

  it('counts a place that is kept at the highest price at which it may be paid or sold again', () => {
    const cheap = pledged(100, 50);
    const raise = (sold: Sold, amount: number) =>
      pledgeSale(
        { sale: cheap, parts: left(10), sold },
        granted(changeSale(cheap, priced(amount, 50), noon, policy)),
        { room: 0, day: 0 },
        noon,
      );
    const dear = granted(raise({ tickets: 15, amount: 1_500 }, 900)).sale;
    expect(exposureOf(dear)).toBe(1_500 + 35 * 900);
    // Kept at 900, and at 100 before: nobody knows which.
    const again = granted(changeFreely(dear, 10, 200, 50)).sale;
    expect(exposureOf(again)).toBe(40 * 900 + 10 * 200);
    const sold = { tickets: 40, amount: 20_000 };
    const wish = granted(changeSale(again, priced(300, 50), noon, policy));
    const last = granted(pledgeSale({ sale: again, parts: left(10), sold }, wish, { room: 0, day: 0 }, noon)).sale;
    expect(exposureOf(last)).toBe(20_000 + 10 * 300);
    expect(last.pledge).toMatchObject({ highestPrice: 0 });
  });

  it('can be made less when the cap was lowered since', () => {
    const sale = granted(pledgeSale(undefined, opened(1_000, 50), { room: 0, day: 0 }, noon)).sale;
    expect(change(sale, 50, 1_000, 40).isAllowed).toBe(true);
    expect(codeOf(change(sale, 50, 1_000, 51))).toBe('invalid_field');
  });

  it('is by default enough for ten thousand tickets at 25.00, or 250 at the highest price', () => {
    const usual = capsOf(policyOf('2021-05'), undefined, noon);
    expect(pledgeSale(undefined, opened(2_500, 10_000), usual, noon).isAllowed).toBe(true);
    expect(pledgeSale(undefined, opened(99_900, 250), usual, noon).isAllowed).toBe(true);
    expect(codeOf(pledgeSale(undefined, opened(99_900, 251), usual, noon))).toBe('invalid_field');
    expect(granted(readPolicy({ overrides: { maxRoomSales: 0 } })).maxRoomSales).toBe(0);
  });
});

describe('what a host may put on sale in a day', () => {
  it('is refused beyond the cap, until midnight in Greenwich', () => {
    expect(withinDay(5_000, 10_000, caps, noon).isAllowed).toBe(true);
    expect(withinDay(5_001, 10_000, caps, noon)).toMatchObject({
      refusal: {
        ...{ code: 'cap_reached', param: 'quantity', retryAfterSeconds: 12 * 3_600 },
        facts: { cap: 15_000, used: 10_000, wanted: 5_001, until: isoOf(later(12 * 3_600)) },
      },
    });
    expect(withinDay(-1, 20_000, caps, noon).isAllowed).toBe(true);
    expect(withinDay(1, 1e12, { room: 0, day: 0 }, noon).isAllowed).toBe(true);
  });

  it('comes back when a sale of the same day is made smaller, and not for one of an earlier day', () => {
    const sale = pledged(100, 80);
    expect(granted(change(sale, 80, 100, 50)).added).toBe(-3_000);
    const tomorrow = later(86_400);
    expect(granted(change(sale, 80, 100, 50, tomorrow)).added).toBe(0);
    expect(granted(change(sale, 80, 100, 90, tomorrow)).added).toBe(1_000);
  });

  it('is never less than what the host has on sale more than in the morning, whatever they change', () => {
    const step = fc.record({ amount: fc.integer({ min: 100, max: 500 }), quantity: fc.integer({ min: 20, max: 60 }) });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), fc.integer({ min: 0, max: 20 }), (steps, taken) => {
        const free = { room: 0, day: 0 };
        const first = granted(pledgeSale(undefined, opened(100, 30), free, noon));
        let [sale, used] = [first.sale, first.added];
        for (const { amount, quantity } of steps) {
          const after = granted(changeSale(sale, priced(amount, quantity), noon, policy));
          if (after === sale) continue;
          const next = granted(pledgeSale({ sale, parts: left(sale.capacity - taken), sold: none }, after, free, noon));
          [sale, used] = [next.sale, used + next.added];
          expect(used).toBe(exposureOf(sale));
        }
      }),
    );
  });

  it('is more for whom an operator allows more, for as long as they said', () => {
    const raised = { day: 1_000_000_000, until: isoOf(later(60)) };
    expect(capsOf(policy, raised, noon)).toEqual({ room: policy.maxRoomSales, day: 1_000_000_000 });
    expect(capsOf(policy, raised, later(61)).day).toBe(policy.maxHostSalesPerDay);
  });
});
