import { expect, it } from 'vitest';
import { expectEnough, playSeeds } from '../seeds.ts';

/** More: `npm run simulate -- --theme tickets --turn restored --seeds 6000`. */
it('tables that are put back come to where the payment service is, with faults before and after every call', {
  timeout: 160_000,
}, async () => {
  const share = { from: 500_001, most: 100, milliseconds: 100_000, theme: 'tickets', turn: 'restored' } as const;
  const { played, failed, seconds } = await playSeeds(share);
  console.log(`${played} stories of tables put back in ${seconds.toFixed(1)} s`);
  expect(failed).toEqual([]);
  expectEnough(share, { played, seconds });
});
