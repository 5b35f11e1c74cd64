import { areItemsEqual } from '../values/compare.ts';
import type { Entry, IndexEntry } from './table.ts';

/** What one write costs, in write units: the table's share, and each index's in order. */
export type WriteUnits = { readonly table: number; readonly indexes: readonly number[] };

/** Read units of so many bytes: 4 KB each, half of that for eventually consistent reads, at least one unit's worth. */
export function readUnitsOf(bytes: number, isConsistent: boolean): number {
  return Math.max(1, Math.ceil(bytes / 4096)) * (isConsistent ? 1 : 0.5);
}

/** Write units of a change: 1 KB each of the larger of old and new; a transaction pays double on the table. */
export function writeUnitsOf(
  before: Entry | undefined,
  after: Entry | undefined,
  isTransactional: boolean,
): WriteUnits {
  const table = kilobytes(Math.max(before?.size ?? 0, after?.size ?? 0)) * (isTransactional ? 2 : 1);
  const count = Math.max(before?.shadows.length ?? 0, after?.shadows.length ?? 0);
  const indexes = Array.from({ length: count }, (_, at) => shadowUnits(before?.shadows[at], after?.shadows[at]));
  return { table, indexes };
}

/** An index is written only when what it carries changes; a changed key costs a deletion and an insertion. */
function shadowUnits(before: IndexEntry | undefined, after: IndexEntry | undefined): number {
  if (before === undefined || after === undefined) {
    const only = before ?? after;
    return only === undefined ? 0 : kilobytes(only.size);
  }
  if (before.key !== after.key) return kilobytes(before.size) + kilobytes(after.size);
  return areItemsEqual(before.item, after.item) ? 0 : kilobytes(Math.max(before.size, after.size));
}

export function sumOf(units: WriteUnits): number {
  return units.indexes.reduce((sum, index) => sum + index, units.table);
}

function kilobytes(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / 1024));
}
