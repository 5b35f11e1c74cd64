import type { Item } from '../values/value.ts';
import type { Change, Commit } from './commit.ts';
import { keyUnder, schemaOf } from './keys.ts';
import { makeEntry, type TableState } from './table.ts';

/** Replaces what a table holds, its indexes with it. */
export function restore({ commit }: { readonly commit: Commit }, table: TableState, items: readonly Item[]): void {
  const after = items.map((item) => {
    const key = keyUnder(schemaOf(table.model), item);
    if (key === undefined) throw new Error(`an item to restore has no key of ${table.model.name}`);
    return makeEntry(table, key, item);
  });
  const kept = new Set(after.map(({ key }) => key));
  const gone = [...table.entries.all()].filter(({ key }) => !kept.has(key));
  const changes: Change[] = [
    ...gone.map((before) => ({ table, before, after: undefined })),
    ...after.map((entry) => ({ table, before: table.entries.get(entry.key), after: entry })),
  ];
  commit(changes, {}, 'restore');
}
