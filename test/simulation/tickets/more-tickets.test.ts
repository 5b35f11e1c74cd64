import { expect, it } from 'vitest';
import { expectEnough, playSeeds } from '../seeds.ts';

/** The other half of what `npm test` plays. */
it('a thousand other stories of tickets lose no place and no money', { timeout: 240_000 }, async () => {
  const share = { from: 1_001, most: 1_000, milliseconds: 150_000, theme: 'tickets' as const };
  const { played, failed, seconds } = await playSeeds(share);
  console.log(`${played} stories of tickets in ${seconds.toFixed(1)} s, ${(played / seconds).toFixed(1)} a second`);
  expect(failed).toEqual([]);
  expectEnough(share, { played, seconds });
});
