import { describe, expect, it } from 'vitest';
import { playSeeds } from '../seeds.ts';
import { ticketSimulation } from './seeds.ts';

/** More: `npm run simulate -- --theme tickets --seeds 10000`. */
describe('stories of tickets', () => {
  it('lose no place and no money, with faults before and after every call', { timeout: 150_000 }, async () => {
    const share = { from: 1, most: 400, milliseconds: 60_000, theme: 'tickets' as const };
    const { played, failed, seconds } = await playSeeds(share);
    console.log(`${played} stories of tickets in ${seconds.toFixed(1)} s, ${(played / seconds).toFixed(1)} a second`);
    expect(failed).toEqual([]);
    expect(played).toBeGreaterThan(0);
  });

  it('are the same to the letter when their seed is played again, whatever was played in between', async () => {
    const { run } = await ticketSimulation();
    const first = await run(12);
    const other = await run(13);
    const again = await run(12);
    expect(again.lines()).toEqual(first.lines());
    expect(again.digest()).toBe(first.digest());
    expect(other.digest()).not.toBe(first.digest());
  });
});
