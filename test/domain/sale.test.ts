import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeSale, endSale, openSale, partCountOf, partsInTurn, sharedOut, stockChanges } from '../../domain/sale.ts';
import { codeOf, granted, hostId, later, noon, policy } from './given.ts';

const price = { amount: 500, currency: 'usd' };
const wish = (quantity: number) => ({ price, quantity });
const opening = { roomId: '0000000000abc', hostId, now: noon, policy };
const open = (quantity: number) => granted(openSale(wish(quantity), opening));

describe('a sale', () => {
  it.each([0, -1, 1.5, 10_001, Number.NaN])('of %f tickets is refused', (quantity) => {
    expect(openSale(wish(quantity), opening)).toMatchObject({ refusal: { code: 'invalid_field', param: 'quantity' } });
  });

  it('lies in one part for each hundred places, twenty at most', () => {
    expect([1, 100, 101, 1_999, 2_000, 10_000].map(partCountOf)).toEqual([1, 1, 2, 20, 20, 20]);
    expect(sharedOut(103, 4)).toEqual([26, 26, 26, 25]);
  });

  it('has another price version with another price only', () => {
    const sale = open(10);
    expect(granted(changeSale(sale, wish(10), later(5), policy))).toBe(sale);
    expect(granted(changeSale(sale, wish(20), later(5), policy))).toMatchObject({
      priceVersion: 1,
      capacity: 20,
      version: 2,
    });
    const dearer = { price: { ...price, amount: 600 }, quantity: 10 };
    expect(granted(changeSale(sale, dearer, later(5), policy))).toMatchObject({ priceVersion: 2, version: 2 });
  });

  it('that is over is not changed, and a canceled one stays canceled', () => {
    const closed = endSale(open(10), 'closed', later(5), policy);
    expect(codeOf(changeSale(closed, wish(20), later(6), policy))).toBe('sale_closed');
    const canceled = endSale(closed, 'canceled', later(7), policy);
    expect(canceled).toMatchObject({ status: 'canceled', version: 3 });
    expect(endSale(canceled, 'closed', later(8), policy)).toBe(canceled);
  });
});

describe('places of a sale', () => {
  it('never fall below what is sold and held', () => {
    const sale = open(10);
    const shrunk = granted(changeSale(sale, wish(4), later(5), policy));
    const refused = stockChanges([{ part: 0, available: 5 }], sale, shrunk);
    expect(refused).toMatchObject({ refusal: { code: 'capacity_below_sold', param: 'quantity', facts: { taken: 5 } } });
    const fits = granted(changeSale(sale, wish(5), later(5), policy));
    expect(granted(stockChanges([{ part: 0, available: 5 }], sale, fits))).toEqual([-5]);
  });

  it('stay the capacity less what is taken, whatever is changed', () => {
    const counts = fc.array(fc.nat(100), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 10_000 }), fc.nat(3_000), (available, quantity, taken) => {
        const parts = available.map((count, part) => ({ part, available: count }));
        const free = available.reduce((sum, count) => sum + count, 0);
        const before = { ...open(1), capacity: free + taken, partCount: parts.length };
        const after = granted(changeSale(before, wish(quantity), later(5), policy));
        const changes = stockChanges(parts, before, after);
        if (quantity < taken) {
          expect(codeOf(changes)).toBe('capacity_below_sold');
          return;
        }
        const next = granted(changes).map((change, part) => (available[part] ?? 0) + change);
        expect(next).toHaveLength(after.partCount);
        expect(Math.min(...next)).toBeGreaterThanOrEqual(0);
        expect(next.reduce((sum, count) => sum + count, 0) + taken).toBe(quantity);
      }),
    );
  });

  it('are asked for in every part, each buyer beginning where their own lies', () => {
    expect(partsInTurn(Uint8Array.of(0, 2), 4)).toEqual([2, 3, 0, 1]);
    expect(partsInTurn(Uint8Array.of(1, 3), 4)).toEqual([3, 0, 1, 2]);
  });
});
