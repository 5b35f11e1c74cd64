import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paymentFeeOf, priceSplit, sharesOf } from '../../domain/money.ts';
import { policyOf } from '../../domain/policy.ts';
import { codeOf, granted, policy } from './given.ts';

const usd = (amount: number) => ({ amount, currency: 'usd' });
const split = (amount: number, earnedBefore = 0) => granted(priceSplit(usd(amount), earnedBefore, policy));

describe('the price of a ticket', () => {
  it.each([
    [100, { paymentFee: 33, net: 67, hostNet: 65, platformShare: 2 }],
    [1_000, { paymentFee: 59, net: 941, hostNet: 913, platformShare: 28 }],
    [99_900, { paymentFee: 2_928, net: 96_972, hostNet: 94_063, platformShare: 2_909 }],
  ])('of %i cents leaves what was promised', (amount, expected) => {
    expect(split(amount)).toEqual({ price: usd(amount), ...expected });
  });

  it.each([
    [0, 'price_out_of_range'],
    [-100, 'price_out_of_range'],
    [150.5, 'price_out_of_range'],
    [99, 'price_out_of_range'],
    [99_901, 'price_out_of_range'],
    [100_000, 'price_out_of_range'],
    [Number.NaN, 'price_out_of_range'],
  ])('of %f cents is refused', (amount, code) => {
    expect(codeOf(priceSplit(usd(amount), 0, policy))).toBe(code);
  });

  it.each(['eur', 'jpy', 'USD', 'xxx', ''])('in %j is refused', (currency) => {
    expect(codeOf(priceSplit({ amount: 500, currency }, 0, policy))).toBe('currency_unsupported');
  });

  it('that leaves nothing for the host is refused, with what it costs', () => {
    const cheap = { ...policyOf('2021-05'), minTicketPrice: 1 };
    const refused = priceSplit(usd(30), 0, cheap);
    expect(refused).toMatchObject({
      refusal: { code: 'net_not_positive', param: 'price.amount', facts: { paymentFee: 31 } },
    });
    expect(codeOf(priceSplit(usd(31), 0, cheap))).toBe('net_not_positive');
    expect(granted(priceSplit(usd(32), 0, cheap)).hostNet).toBe(1);
  });
});

describe('shares of what is left of payments', () => {
  it('are 97 and 3 of a hundred up to 50 000 dollars of earnings, 80 and 20 beyond, to the cent', () => {
    expect(sharesOf(10_000, 0, policy)).toEqual({ host: 9_700, platform: 300 });
    expect(sharesOf(10_000, 4_990_000, policy)).toEqual({ host: 9_700, platform: 300 });
    expect(sharesOf(10_000, 4_990_001, policy)).toEqual({ host: 9_701, platform: 299 });
    expect(sharesOf(10_000, 4_995_000, policy)).toEqual({ host: 8_850, platform: 1_150 });
    expect(sharesOf(10_000, 5_000_000, policy)).toEqual({ host: 8_000, platform: 2_000 });
  });

  it('lose nothing and give what cannot be divided to the host', () => {
    fc.assert(
      fc.property(fc.nat(10_000_000), fc.nat(10_000_000), (net, earned) => {
        const { host, platform } = sharesOf(net, earned, policy);
        expect(host + platform).toBe(net);
        expect(Math.min(host, platform)).toBeGreaterThanOrEqual(0);
        const exact = Math.min(Math.max(5_000_000 - earned, 0), net);
        expect(platform).toBeLessThanOrEqual(exact * 0.03 + (net - exact) * 0.2 + 1e-6);
      }),
    );
  });

  it('never fall as the price rises', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 99_000 }), (amount) => {
        expect(amount + 1 - paymentFeeOf(amount + 1, policy)).toBeGreaterThanOrEqual(
          amount - paymentFeeOf(amount, policy),
        );
      }),
    );
  });
});
