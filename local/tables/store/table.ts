import type { IndexModel, TableModel } from '../../model.ts';
import { sizeOfItem } from '../values/sizes.ts';
import type { Item } from '../values/value.ts';
import { pickItem } from '../values/value.ts';
import { keyUnder, namesOf, schemaOf } from './keys.ts';
import { Ordered } from './ordered.ts';

/** An item's shadow in an index: what the index projects, under the index's key and then the table's. */
export type IndexEntry = { readonly key: string; readonly item: Item; readonly size: number };
/** A stored item; `size` in bytes; `shadows` stand in the order of the table's indexes. */
export type Entry = IndexEntry & { readonly shadows: readonly (IndexEntry | undefined)[] };

export type IndexState = {
  readonly model: IndexModel;
  readonly arn: string;
  readonly entries: Ordered<IndexEntry>;
  /** Attributes the index carries; undefined for all of them. */
  readonly projected: ReadonlySet<string> | undefined;
};

/** When an item may be purged, ordered by time. */
export type Expiry = { readonly key: string; readonly itemKey: string; readonly expiresAt: number };

export type TableState = {
  readonly model: TableModel;
  readonly createdAt: number;
  readonly entries: Ordered<Entry>;
  readonly indexes: readonly IndexState[];
  readonly expiries: Ordered<Expiry>;
};

export function createTableState(model: TableModel, createdAt: number): TableState {
  const indexes = model.indexes.map((index) => ({
    model: index,
    arn: `${model.arn}/index/${index.name}`,
    entries: new Ordered<IndexEntry>(),
    projected: projectedNames(model, index),
  }));
  return { model, createdAt, entries: new Ordered(), indexes, expiries: new Ordered() };
}

function projectedNames(model: TableModel, index: IndexModel): ReadonlySet<string> | undefined {
  if (index.projection === 'ALL') return undefined;
  const included = index.projection === 'KEYS_ONLY' ? [] : index.projection;
  return new Set([...namesOf(schemaOf(model)), ...namesOf(index), ...included]);
}

/** The entry of an item, with its shadows in the indexes whose key attributes it has. */
export function makeEntry(table: TableState, key: string, item: Item): Entry {
  const size = sizeOfItem(item);
  const shadows = table.indexes.map((index): IndexEntry | undefined => {
    const place = keyUnder(index.model, item);
    if (place === undefined) return undefined;
    const carried = index.projected === undefined ? item : pickItem(item, index.projected);
    return { key: place + key, item: carried, size: index.projected === undefined ? size : sizeOfItem(carried) };
  });
  return { key, item, size, shadows };
}
