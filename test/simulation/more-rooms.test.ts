import { expect, it } from 'vitest';
import { playSeeds } from './seeds.ts';

/** The other half of what `npm test` plays. More: `npm run simulate -- --seeds 10000`. */
it('a thousand other stories of rooms, with faults before and after every call, break no rule', {
  timeout: 240_000,
}, async () => {
  const { played, failed, seconds } = await playSeeds({ from: 1_001, most: 1_000, milliseconds: 115_000 });
  console.log(`${played} stories in ${seconds.toFixed(1)} s, ${(played / seconds).toFixed(1)} a second`);
  expect(failed).toEqual([]);
  expect(played).toBeGreaterThan(0);
});
