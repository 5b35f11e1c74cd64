import type { RaisedCaps, SpendCaps } from '../../domain/spending.ts';
import type { Wiring } from '../wiring.ts';
import { batchGet, getItem, type Item, tablesOf } from './client.ts';
import { readCount, readOptional, readText } from './read.ts';
import { schemaVersion } from './room-item.ts';
import { capKey, spendingKey } from './table.ts';
import { absent, type Write, write } from './write.ts';

/** A host's day is asked for on that day only. */
const keptSeconds = 3 * 86_400;

/** What hosts put on sale in a day, and the caps that hold for them. */
export const spending = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  return {
    /** 2 read units. */
    async find(hostId: string, day: string): Promise<{ readonly used: number; readonly raised?: RaisedCaps }> {
      const keys = [spendingKey(hostId, day), capKey(hostId)];
      const [spent, cap] = await batchGet(
        tables,
        keys.map((key) => ({ table: 'commerce', key, isConsistent: true })),
      );
      return { used: spent ? readCount(spent, 'amount') : 0, ...(cap && { raised: toRaised(cap) }) };
    },
  };
};

/** What operators allow single hosts; only they carry it. */
export const raisedCaps = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  return {
    /** What an operator allows a host, or nothing more than everybody: 1 write unit. */
    async raise(hostId: string, caps: RaisedCaps): Promise<void> {
      const item = { ...capKey(hostId), schemaVersion, ...caps };
      await write(tables, [{ kind: 'put', table: 'commerce', item, when: { text: always } }]);
    },

    async raised(hostId: string): Promise<RaisedCaps | undefined> {
      const item = await getItem(tables, 'commerce', capKey(hostId));
      return item && toRaised(item);
    },
  };
};
const always = `attribute_exists(pk) OR ${absent.text}`;

/** Adds to a host's day in the sale's own transaction: two sales at once cannot both take what is left of it. */
export function spendWrite(hostId: string, day: string, added: number, { day: cap }: SpendCaps): Write | undefined {
  if (added === 0) return undefined;
  const expiresAt = Math.floor(Date.parse(day) / 1000) + keptSeconds;
  const isLimited = cap > 0 && added > 0;
  return {
    kind: 'update',
    table: 'commerce',
    key: spendingKey(hostId, day),
    change: { add: { amount: added }, set: { expiresAt } },
    when: isLimited
      ? { text: '(attribute_not_exists(pk) AND :added <= :cap) OR amount <= :room', values: limits(added, cap) }
      : { text: always },
  };
}
const limits = (added: number, cap: number): Item => ({ ':added': added, ':cap': cap, ':room': cap - added });

const toRaised = (item: Item): RaisedCaps => ({
  ...readOptional(item, 'room', readCount),
  ...readOptional(item, 'day', readCount),
  until: readText(item, 'until'),
});
