import { orderOfNumber } from './decimal.ts';
import type { Value } from './value.ts';

const HIGH_UNITS = /[\ud800-\uffff]/;
const END = '\0\0';

/** A string that sorts among its like as the service sorts the key values: numbers by value, the rest by bytes. */
export function orderOf(value: Value): string {
  if ('S' in value) return orderOfText(value.S);
  if ('N' in value) return orderOfNumber(value.N);
  return 'B' in value ? Buffer.from(value.B, 'base64').toString('latin1') : '';
}

/** JavaScript compares UTF-16 units, the service UTF-8 bytes: surrogates must sort above everything else. */
export function orderOfText(text: string): string {
  if (!HIGH_UNITS.test(text)) return text;
  const units = Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
  const moved = units.map((unit) => (unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit));
  return moved.map((unit) => String.fromCharCode(unit)).join('');
}

/** Escapes a part so that parts in a row sort as a tuple, and that a prefix of the part stays a prefix. */
export function openPart(order: string): string {
  return order.includes('\0') ? order.replaceAll('\0', '\0\x01') : order;
}

export function closedPart(order: string): string {
  return openPart(order) + END;
}

/** Four characters from the partition key's hash lead every stored key: a scan goes in hash order, as in the service. */
export function partitionToken(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return String.fromCharCode(hash >>> 24, (hash >>> 16) & 255, (hash >>> 8) & 255, hash & 255);
}
