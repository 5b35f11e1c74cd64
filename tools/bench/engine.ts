import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { directWrites, sdkWrites, together, type Writes } from './engine-writes.ts';
import type { Bench, Figure, Row } from './figure.ts';
import { median } from './quantile.ts';
import { openTables } from './tables.ts';

/** Writes a second that the simulations stand on (design of the embedded cloud). */
const least = { inProcess: 10_000, throughSdk: 2_500 };
/** A put is one write; a transaction of two puts and a check counts as what it is, not as three. */
const budgeted = new Set(['puts', 'updates']);

type Timing = { readonly milliseconds: number; readonly rounds: number };

/** How many writes a second the table engine does on the product's own table of rooms, with its indexes and its stream. */
export const engine: Bench = {
  name: 'engine',
  async run({ isShort }) {
    const timing = isShort ? { milliseconds: 300, rounds: 3 } : { milliseconds: 1500, rounds: 7 };
    const folder = mkdtempSync(join(tmpdir(), 'rostrum-bench-'));
    const bench = await openTables();
    const kept = await openTables(join(folder, 'kept'));
    try {
      return {
        name: 'engine',
        title: 'Table engine, operations a second',
        rowsAre: 'way in',
        notes: [
          'One after the other on one thread; members of rooms of 0.5 KB that lie in three indexes, the median of several rounds. A transaction puts two items and checks a third. Through the SDK every request is signed, marshalled and answered by the wire front, without a socket. Kept: with a data folder, every write is on disk before it counts; 25 at a time share a record of the log. Budgets are for state in memory.',
        ],
        rows: [
          await rowOf('in process', directWrites(bench), timing, least.inProcess),
          await rowOf('SDK without a socket', sdkWrites(bench), timing, least.throughSdk),
          await rowOf('in process, kept', directWrites(kept), timing),
          await rowOf('in process, kept, 25 at a time', together(directWrites(kept), 25), timing),
          await rowOf('SDK without a socket, kept', sdkWrites(kept), timing),
        ],
      };
    } finally {
      await bench.close();
      await kept.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function rowOf(name: string, writes: Writes, timing: Timing, atLeast?: number): Promise<Row> {
  const kinds = { puts: writes.put, updates: writes.update, transactions: writes.transact };
  const figures: Figure[] = [];
  for (const [kind, write] of Object.entries(kinds)) {
    const budget = atLeast !== undefined && budgeted.has(kind) && { budget: { least: atLeast, isFirm: false } };
    figures.push({ label: `${kind}/s`, value: Math.round(await rateOf(write, timing)), ...budget });
  }
  return { name, figures };
}

async function rateOf(write: (at: number) => Promise<unknown>, { milliseconds, rounds }: Timing): Promise<number> {
  const rates: number[] = [];
  // The first round compiles the code and is not counted.
  for (let round = 0; round <= rounds; round += 1) {
    const startedAt = performance.now();
    let count = 0;
    while (performance.now() - startedAt < milliseconds) {
      for (let turn = 0; turn < 50; turn += 1) await write(count + turn);
      count += 50;
    }
    if (round > 0) rates.push((count * 1000) / (performance.now() - startedAt));
  }
  return median(rates);
}
