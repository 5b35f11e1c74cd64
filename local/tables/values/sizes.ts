import { sizeOfNumber } from './decimal.ts';
import { type Item, setMembers, type Value } from './value.ts';

/** Bytes of an item as the service counts them for its 400 KB limit and for capacity units: names and values. */
export function sizeOfItem(item: Item): number {
  let size = 0;
  for (const name in item) {
    const value = item[name];
    if (value !== undefined) size += Buffer.byteLength(name) + sizeOfValue(value);
  }
  return size;
}

export function sizeOfValue(value: Value): number {
  if ('S' in value) return Buffer.byteLength(value.S);
  if ('N' in value) return sizeOfNumber(value.N);
  if ('B' in value) return Buffer.byteLength(value.B, 'base64');
  if ('BOOL' in value || 'NULL' in value) return 1;
  // A document costs 3 bytes, and each of its elements 1 more.
  if ('L' in value) return value.L.reduce((sum, element) => sum + 1 + sizeOfValue(element), 3);
  if ('M' in value) return 3 + Object.keys(value.M).length + sizeOfItem(value.M);
  return sizeOfSet(value);
}

function sizeOfSet(value: Value): number {
  const sizeOfMember = (member: string) =>
    'NS' in value ? sizeOfNumber(member) : Buffer.byteLength(member, 'BS' in value ? 'base64' : 'utf8');
  return (setMembers(value) ?? []).reduce((sum, member) => sum + sizeOfMember(member), 0);
}
