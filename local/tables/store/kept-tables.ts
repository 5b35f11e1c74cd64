import type { Keeping, Shelf } from '../../model.ts';
import { readItem } from '../values/read-value.ts';
import type { Item } from '../values/value.ts';
import type { Change } from './commit.ts';
import { trackExpiry } from './expiry.ts';
import { keyUnder, namesOf, schemaOf } from './keys.ts';
import { makeEntry, type TableState } from './table.ts';

/** Tables across restarts: items by their key attributes, and how far the streams' numbers have come. Indexes are made anew. */
export type KeptTables = {
  changed(change: Change): void;
  /** The greatest sequence number told to any stream. */
  reached(sequence: number): void;
  sequence(): number;
  /** Puts back the items of a table that has just been made. */
  restore(table: TableState): void;
};

const sequenceKey = 'sequence';

export function createKeptTables(keeping: Keeping): KeptTables {
  const sequences = keeping.shelf<number>('tables');
  const shelves = new Map<TableState, Shelf<Item>>();
  const shelfOf = (table: TableState): Shelf<Item> => {
    const shelf = shelves.get(table) ?? keeping.shelf<Item>(`tables/${table.model.name}`);
    shelves.set(table, shelf);
    return shelf;
  };
  return {
    changed({ table, before, after }) {
      const item = (after ?? before)?.item;
      if (item === undefined) return;
      const key = JSON.stringify(namesOf(schemaOf(table.model)).map((name) => item[name]));
      if (after === undefined) shelfOf(table).remove(key);
      else shelfOf(table).put(key, after.item);
    },
    reached: (sequence) => sequences.put(sequenceKey, sequence),
    sequence: () => sequences.entries().find(([key]) => key === sequenceKey)?.[1] ?? 0,
    restore(table) {
      for (const [, kept] of shelfOf(table).entries()) {
        const item = readItem(kept);
        const key = keyUnder(schemaOf(table.model), item);
        if (key !== undefined) insert(table, key, item);
      }
    },
  };
}

function insert(table: TableState, key: string, item: Item): void {
  const entry = makeEntry(table, key, item);
  table.entries.set(entry);
  trackExpiry(table, undefined, entry);
  table.indexes.forEach((index, at) => {
    const shadow = entry.shadows[at];
    if (shadow !== undefined) index.entries.set(shadow);
  });
}
