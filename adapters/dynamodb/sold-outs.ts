import type { Wiring } from '../wiring.ts';
import { batchGet, tablesOf } from './client.ts';
import { toPart } from './sale-item.ts';
import { stockKey } from './table.ts';

/** How long an environment answers that a room is sold out without looking again: a rush of thousands would read the same. */
const soldOutMilliseconds = 1_000;
const soldOutUntil = new WeakMap<Wiring, Map<string, number>>();

/** Which rooms have no place left, now or a moment ago as far as this environment knows. */
export const soldOuts = (wiring: Wiring) => ({
  /** Whether every part was empty a moment ago, as far as this environment knows. */
  has: (roomId: string): boolean => (soldOutUntil.get(wiring)?.get(roomId) ?? 0) > wiring.now(),

  note(roomId: string): void {
    const known = soldOutUntil.get(wiring) ?? new Map<string, number>();
    // One entry for each room that is asked for in vain; those of the past go with the first one after them.
    for (const [id, until] of known) if (until <= wiring.now()) known.delete(id);
    soldOutUntil.set(wiring, known.set(roomId, wiring.now() + soldOutMilliseconds));
  },

  /** Those of the parts that have places, in the order given: one call, 1 read unit a part. */
  async partsLeft(roomId: string, parts: readonly number[]): Promise<readonly number[]> {
    if (parts.length === 0) return [];
    const wanted = parts.map((part) => ({
      table: 'commerce' as const,
      key: stockKey(roomId, part),
      isConsistent: true,
    }));
    const items = await batchGet(tablesOf(wiring), wanted);
    return items.flatMap((item) => (item && toPart(item).available > 0 ? [toPart(item).part] : []));
  },
});
