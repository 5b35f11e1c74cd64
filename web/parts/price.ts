import type { Money } from '../api/ticket-types.ts';

const formatOf = (currency: string) => new Intl.NumberFormat('en', { style: 'currency', currency });

/** Digits behind the point: two of most currencies, none of some. */
const digitsOf = (currency: string): number => formatOf(currency).resolvedOptions().maximumFractionDigits ?? 2;

/** `$5.00`. */
export const priceOf = ({ amount, currency }: Money): string =>
  formatOf(currency).format(amount / 10 ** digitsOf(currency));

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
