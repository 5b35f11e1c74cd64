import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { median } from '../../tools/bench/quantile.ts';
import { type Bundles, bundlesIn, loadsOf } from '../../tools/bench/units.ts';

/** The budget of the architecture. `npm run bench` measures every unit, with more rounds. */
const mostOfReference = 0.8;
/** Every bundle takes its turn in every round, so that a busy machine is busy for all of them. */
const rounds = 7;
/** The hot one, and the one that carries most. */
const watched = ['join', 'rooms-write'];

let folder: string;
let bundles: Bundles;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rostrum-cold-load-'));
  bundles = await bundlesIn(folder);
});
afterAll(() => rm(folder, { recursive: true }));

test('the hot join and the largest unit load in 0.8 of the CPU time of the reference', {
  timeout: 60_000,
}, async () => {
  const some = bundles.own.filter(({ name }) => watched.includes(name));
  expect(some).toHaveLength(watched.length);
  const loads = await loadsOf([bundles.reference, ...some], rounds);
  const cpu = (name: string): number => median((loads.get(name) ?? []).map((load) => load.cpu));
  for (const { name } of some) expect(cpu(name) / cpu('reference'), name).toBeLessThanOrEqual(mostOfReference);
});
