import { expect, it } from 'vitest';
import { expectEnough, playSeeds } from '../seeds.ts';
import { ticketSimulation } from './seeds.ts';

/** Half of what `npm test` plays; the other half is played beside it. More: `npm run simulate -- --theme tickets --seeds 20000`. */
it('a thousand stories of tickets lose no place and no money, with faults before and after every call', {
  timeout: 240_000,
}, async () => {
  const share = { from: 1, most: 1_000, milliseconds: 150_000, theme: 'tickets' as const };
  const { played, failed, seconds } = await playSeeds(share);
  console.log(`${played} stories of tickets in ${seconds.toFixed(1)} s, ${(played / seconds).toFixed(1)} a second`);
  expect(failed).toEqual([]);
  expectEnough(share, { played, seconds });
});

it('a story of tickets is the same to the letter when its seed is played again, whatever was played in between', async () => {
  const { run } = await ticketSimulation();
  const first = await run(12);
  const other = await run(13);
  const again = await run(12);
  expect(again.lines()).toEqual(first.lines());
  expect(again.digest()).toBe(first.digest());
  expect(other.digest()).not.toBe(first.digest());
});
