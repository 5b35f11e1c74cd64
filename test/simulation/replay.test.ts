import { describe, expect, it } from 'vitest';
import { missing } from './machine/coverage.ts';
import { simulation } from './seeds.ts';

describe('a simulated story', () => {
  it('is the same to the letter when its seed is played again, whatever was played in between', async () => {
    const { run } = await simulation();
    const first = await run(7);
    const other = await run(8);
    const again = await run(7);
    expect(again.lines()).toEqual(first.lines());
    expect(again.digest()).toBe(first.digest());
    expect(again.steps).toBe(first.steps);
    expect(other.digest()).not.toBe(first.digest());
  });

  it('leaves the clock, timers and chance of the machine as they were', async () => {
    const { run } = await simulation();
    const [before, random, wait] = [Date.now(), Math.random, globalThis.setTimeout];
    await run(3);
    expect(Date.now() - before).toBeLessThan(60_000);
    expect(Math.random).toBe(random);
    expect(globalThis.setTimeout).toBe(wait);
  });

  it('counts which fault struck which call of which operation', async () => {
    const { run, coverage } = await simulation();
    await run(1, { theme: 'crowd' });
    const rows = coverage.rows();
    const join = rows.find(({ site }) => site.startsWith('joinRoom TransactWriteItems'));
    expect(join?.calls).toBeGreaterThan(0);
    expect(Object.keys(join?.struck ?? {})).toEqual([
      'fail before',
      'crash before',
      'late before',
      'fail after',
      'crash after',
      'late after',
      'duplicate',
    ]);
    expect(missing(rows, Number.POSITIVE_INFINITY).length).toBeGreaterThanOrEqual(rows.length);
  });
});
