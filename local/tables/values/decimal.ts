import { invalid } from '../refusals.ts';

/** digits × 10^exponent; digits carry the sign and end in no zero, and zero has exponent 0. */
type Decimal = { readonly digits: bigint; readonly exponent: number };

// Service limits: 38 significant digits, magnitudes from 1E-130 to 9.99E+125.
const MAX_DIGITS = 38;
const MAX_MAGNITUDE = 125;
const MIN_MAGNITUDE = -130;
const SMALL_INTEGER = /^(?:0|-?[1-9]\d{0,14})$/;
const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

/** The one spelling of a number, e.g. `1.50e1` → `15`; refuses what is no number or exceeds the service's range. */
export function canonicalNumber(text: string): string {
  return SMALL_INTEGER.test(text) ? text : formatDecimal(parseDecimal(text));
}

export function addNumbers(left: string, right: string): string {
  if (SMALL_INTEGER.test(left) && SMALL_INTEGER.test(right)) return String(Number(left) + Number(right));
  const a = parseDecimal(left);
  const b = parseDecimal(right);
  const exponent = Math.min(a.exponent, b.exponent);
  const sum = a.digits * 10n ** BigInt(a.exponent - exponent) + b.digits * 10n ** BigInt(b.exponent - exponent);
  return formatDecimal(bounded(sum, exponent));
}

export function subtractNumbers(left: string, right: string): string {
  return addNumbers(left, right.startsWith('-') ? right.slice(1) : right === '0' ? right : `-${right}`);
}

/** Negative, zero or positive as left is below, equal to or above right; both canonical. */
export function compareNumbers(left: string, right: string): number {
  if (left === right) return 0;
  if (SMALL_INTEGER.test(left) && SMALL_INTEGER.test(right)) return Number(left) - Number(right);
  return orderOfNumber(left) < orderOfNumber(right) ? -1 : 1;
}

/** A string that sorts as the number does. Negative numbers count down: nines' complement, closed by a high mark. */
export function orderOfNumber(canonical: string): string {
  const { isNegative, digits, exponent } = partsOf(canonical);
  if (digits === '') return '1';
  const magnitude = digits.length - 1 + exponent + 500;
  if (!isNegative) return `2${magnitude}${digits}`;
  return `0${999 - magnitude}${digits.replace(/\d/g, (digit) => String(9 - Number(digit)))}~`;
}

/** Stored bytes: one, one per pair of digits (pairs stand at even exponents), one for a minus sign. */
export function sizeOfNumber(canonical: string): number {
  const { isNegative, digits, exponent } = partsOf(canonical);
  if (digits === '') return 1;
  const pairs = Math.floor((exponent + digits.length - 1) / 2) - Math.floor(exponent / 2) + 1;
  return 1 + pairs + (isNegative ? 1 : 0);
}

/** The significant digits of a canonical number (none for zero), without going through bigint. */
function partsOf(canonical: string): { isNegative: boolean; digits: string; exponent: number } {
  const isNegative = canonical.startsWith('-');
  const point = canonical.indexOf('.');
  const text = (isNegative ? canonical.slice(1) : canonical).replace('.', '');
  let [start, end] = [0, text.length];
  while (end > 0 && text.charAt(end - 1) === '0') end--;
  while (start < end && text.charAt(start) === '0') start++;
  const fractionLength = point < 0 ? 0 : canonical.length - point - 1;
  return { isNegative, digits: text.slice(start, end), exponent: text.length - end - fractionLength };
}

function parseDecimal(text: string): Decimal {
  const match = NUMBER.exec(text);
  const [, sign, whole = '', fraction = '', power = '0'] = match ?? [];
  if (match === null || whole + fraction === '') {
    const which = text === '' ? '' : `: ${text}`;
    throw invalid(`The parameter cannot be converted to a numeric value${which}`);
  }
  const magnitude = BigInt(whole + fraction);
  return bounded(sign === '-' ? -magnitude : magnitude, Number(power) - fraction.length);
}

function bounded(digits: bigint, exponent: number): Decimal {
  if (digits === 0n) return { digits, exponent: 0 };
  const text = (digits < 0n ? -digits : digits).toString();
  const kept = text.replace(/0+$/, '');
  const shift = text.length - kept.length;
  const magnitude = text.length - 1 + exponent;
  if (magnitude > MAX_MAGNITUDE)
    throw invalid('Number overflow. Attempting to store a number with magnitude larger than supported range');
  if (magnitude < MIN_MAGNITUDE)
    throw invalid('Number underflow. Attempting to store a number with magnitude smaller than supported range');
  if (kept.length > MAX_DIGITS) throw invalid('Attempting to store more than 38 significant digits in a Number');
  return { digits: (digits < 0n ? -1n : 1n) * BigInt(kept), exponent: exponent + shift };
}

function formatDecimal({ digits, exponent }: Decimal): string {
  const sign = digits < 0n ? '-' : '';
  const text = (digits < 0n ? -digits : digits).toString();
  if (exponent >= 0) return sign + text + '0'.repeat(exponent);
  const padded = text.padStart(1 - exponent, '0');
  return `${sign}${padded.slice(0, exponent)}.${padded.slice(exponent)}`;
}
