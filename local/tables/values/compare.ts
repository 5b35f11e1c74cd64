import { compareNumbers } from './decimal.ts';
import { orderOf } from './order.ts';
import { type Item, kindOf, setMembers, type Value } from './value.ts';

/** Equal type and content; sets have no order. */
export function areEqual(left: Value, right: Value): boolean {
  if (left === right) return true;
  if ('S' in left) return 'S' in right && left.S === right.S;
  if ('N' in left) return 'N' in right && left.N === right.N;
  if ('M' in left) return 'M' in right && areItemsEqual(left.M, right.M);
  if ('L' in left) return 'L' in right && areListsEqual(left.L, right.L);
  if ('BOOL' in left) return 'BOOL' in right && left.BOOL === right.BOOL;
  if ('B' in left) return 'B' in right && left.B === right.B;
  return kindOf(left) === kindOf(right) && areSetsEqual(setMembers(left) ?? [], setMembers(right) ?? []);
}

export function areItemsEqual(left: Item, right: Item): boolean {
  if (left === right) return true;
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length) return false;
  return names.every((name) => {
    const [one, other] = [left[name], right[name]];
    return one !== undefined && other !== undefined && areEqual(one, other);
  });
}

function areListsEqual(left: readonly Value[], right: readonly Value[]): boolean {
  return left.length === right.length && left.every((value, at) => areEqual(value, right[at] ?? { NULL: true }));
}

function areSetsEqual(left: readonly string[], right: readonly string[]): boolean {
  const members = new Set(left);
  return left.length === right.length && right.every((member) => members.has(member));
}

/** The order of two strings, numbers or binaries; undefined where the types differ or have no order. */
export function compareValues(left: Value, right: Value): number | undefined {
  if ('N' in left && 'N' in right) return compareNumbers(left.N, right.N);
  if (!('S' in left && 'S' in right) && !('B' in left && 'B' in right)) return undefined;
  const [one, other] = [orderOf(left), orderOf(right)];
  return one < other ? -1 : one > other ? 1 : 0;
}
