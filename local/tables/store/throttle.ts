import type { KeyModel } from '../../model.ts';
import type { Item } from '../values/value.ts';
import type { Change } from './commit.ts';
import { partitionStart, schemaOf } from './keys.ts';
import type { WriteUnits } from './units.ts';

type Bucket = { left: number; at: number };
type Share = { readonly place: string; readonly arn: string; readonly units: number };

/** The service's limit of write units a second for one partition of a table or index, on the virtual clock. */
export class Throttle {
  readonly #unitsPerSecond: number | undefined;
  readonly #now: () => number;
  readonly #buckets = new Map<string, Bucket>();

  constructor(unitsPerSecond: number | undefined, now: () => number) {
    this.#unitsPerSecond = unitsPerSecond;
    this.#now = now;
  }

  /** Takes the units of a write, or none of them: then it answers the arn of the table or index that is hot. */
  take(change: Change, units: WriteUnits): string | undefined {
    const rate = this.#unitsPerSecond;
    if (rate === undefined) return undefined;
    const shares = sharesOf(change, units);
    // A write dearer than a whole second's units passes when the bucket is full.
    const hot = shares.find((share) => this.#bucket(share.place, rate).left < Math.min(share.units, rate));
    if (hot !== undefined) return hot.arn;
    for (const share of shares) this.#bucket(share.place, rate).left -= share.units;
    return undefined;
  }

  #bucket(place: string, rate: number): Bucket {
    const now = this.#now();
    const bucket = this.#buckets.get(place) ?? { left: rate, at: now };
    bucket.left = Math.min(rate, bucket.left + ((now - bucket.at) / 1000) * rate);
    bucket.at = now;
    this.#buckets.set(place, bucket);
    return bucket;
  }
}

function sharesOf({ table, before, after }: Change, units: WriteUnits): readonly Share[] {
  const { arn } = table.model;
  const entry = after ?? before;
  const shares =
    entry === undefined ? [] : [shareOf(arn, schemaOf(table.model).partitionKeys, entry.item, units.table)];
  table.indexes.forEach((index, at) => {
    const shadow = after?.shadows[at] ?? before?.shadows[at];
    const cost = units.indexes[at] ?? 0;
    if (shadow !== undefined && cost > 0) shares.push(shareOf(index.arn, index.model.partitionKeys, shadow.item, cost));
  });
  return shares;
}

function shareOf(arn: string, keys: readonly KeyModel[], item: Item, units: number): Share {
  const values = keys.map((key) => item[key.name]).filter((value) => value !== undefined);
  return { place: `${arn}\n${partitionStart(values)}`, arn, units };
}
