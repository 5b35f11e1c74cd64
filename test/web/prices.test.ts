import { describe, expect, it } from 'vitest';
import { checkoutPage } from '../../local/stripe/pages/checkout-page.ts';
import { priceOf, readAmount, typedPrice } from '../../web/parts/price.ts';

type Session = Parameters<typeof checkoutPage>[0];
const toSession = (value: unknown) => value as Session;
const session = (amount: number, currency: string) =>
  toSession({ shown: { status: 'complete', amount_total: amount, currency, expires_at: 0 }, items: [] });

describe('a price on the page', () => {
  it.each([
    [500, 'usd', '$5.00', '5.00'],
    [500, 'jpy', '¥500', '500'],
    // Two places at Stripe, though their countries have no such coin.
    [12_300, 'huf', 'HUF\u00a0123.00', '123.00'],
    [12_300, 'isk', 'ISK\u00a0123.00', '123.00'],
    [1_230, 'kwd', 'KWD\u00a01.230', '1.230'],
  ])('of %i minor units of %s is %s, and is typed and read back as %s', (amount, currency, shown, typed) => {
    expect(priceOf({ amount, currency })).toBe(shown);
    expect(typedPrice({ amount, currency })).toBe(typed);
    expect(readAmount(typed, currency)).toBe(amount);
    // And the payment service of the local cloud asks for the same.
    expect(checkoutPage(session(amount, currency), 0, '')).toContain(`<strong>${shown}</strong>`);
  });
});
