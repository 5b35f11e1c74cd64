import type { Money } from '../api/ticket-types.ts';

// Minor units as Stripe counts them. `Intl` knows the coins of a country instead: by it HUF and ISK have none.
const zeroDecimal = 'bif clp djf gnf jpy kmf krw mga pyg rwf ugx vnd vuv xaf xof xpf'.split(' ');
const threeDecimal = 'bhd jod kwd omr tnd'.split(' ');

/** Digits behind the point. */
const digitsOf = (currency: string): number =>
  zeroDecimal.includes(currency) ? 0 : threeDecimal.includes(currency) ? 3 : 2;

/** `$5.00`. */
export function priceOf({ amount, currency }: Money): string {
  const digits = digitsOf(currency);
  const places = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return new Intl.NumberFormat('en', { style: 'currency', currency, ...places }).format(amount / 10 ** digits);
}

/** As it is typed into a field: `5.00`. */
export const typedPrice = ({ amount, currency }: Money): string =>
  (amount / 10 ** digitsOf(currency)).toFixed(digitsOf(currency));

/** Minor units of what somebody typed, or undefined when it is no price. */
export function readAmount(typed: string, currency: string): number | undefined {
  const digits = digitsOf(currency);
  const [, whole, rest = ''] = /^\s*(\d{1,8})(?:[.,](\d*))?\s*$/.exec(typed) ?? [];
  if (whole === undefined || rest.length > digits) return undefined;
  return Number(whole + rest.padEnd(digits, '0'));
}
