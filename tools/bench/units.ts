import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { bundleUnits } from '../bundle.ts';
import { type Load, loadOnce } from './cold-load.ts';
import type { Bench, Budget, Figure, Row } from './figure.ts';
import { median } from './quantile.ts';
import { bundleReference } from './reference-bundle.ts';

/** Kilobytes of 1 000 bytes, raw and zipped, as in the architecture; units with Stripe may be larger. */
const most = { raw: 300, gzip: 95 };
const mostWithStripe = { raw: 560, gzip: 140 };
const mostOfReference: Budget = { most: 0.8, isFirm: false };
const outDir = join(import.meta.dirname, '../../dist/units');

export type Bundle = { readonly name: string; readonly file: string };
/** The reference and every unit as built now; the reference lies in the folder. */
export type Bundles = { readonly reference: Bundle; readonly own: readonly Bundle[] };

export async function bundlesIn(folder: string): Promise<Bundles> {
  const directories = await bundleUnits({ outDir });
  return {
    reference: { name: 'reference', file: await bundleReference(folder) },
    own: Object.entries(directories).map(([name, at]) => ({ name, file: join(at, 'index.mjs') })),
  };
}

/** What a cold start reads and compiles: size, and the load of the module in a fresh process beside the reference. */
export const units: Bench = {
  name: 'units',
  async run({ isShort }) {
    const folder = await mkdtemp(join(tmpdir(), 'rostrum-bench-'));
    try {
      const { reference, own } = await bundlesIn(folder);
      const loads = await loadsOf([reference, ...own], isShort ? 3 : 15);
      const ruler = median(loads.get('reference')?.map(({ cpu }) => cpu) ?? []);
      return {
        name: 'units',
        title: 'Units: size and cold load',
        rowsAre: 'unit',
        notes: [
          'Sizes in KB of 1 000 bytes. Cold load: the module is loaded in a fresh Node process per sample, all bundles taking turns; CPU is user and system time. The reference is the DynamoDB and Chime clients with the commands of `join`, ESM, main fields `module,main`, without the builtins plugin, with the default credential chain.',
        ],
        rows: [...own, reference].map((bundle) => rowOf(bundle, loads.get(bundle.name) ?? [], ruler)),
      };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

/** Round after round, every bundle once: a busy moment of the machine hits all alike. */
export async function loadsOf(bundles: readonly Bundle[], rounds: number): Promise<Map<string, Load[]>> {
  const loads = new Map<string, Load[]>(bundles.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, file } of bundles) loads.get(name)?.push(await loadOnce(file));
  }
  return loads;
}

function rowOf({ name, file }: Bundle, loads: readonly Load[], ruler: number): Row {
  const isOurs = name !== 'reference';
  const code = readFileSync(file);
  const limit = code.includes('api.stripe.com') ? mostWithStripe : most;
  const cpu = median(loads.map((load) => load.cpu));
  const size = (label: string, bytes: number, allowed: number): Figure => ({
    label,
    value: bytes / 1000,
    ...(isOurs && { budget: { most: allowed, isFirm: true } }),
  });
  return {
    name,
    figures: [
      size('raw, KB', code.length, limit.raw),
      size('gzip, KB', gzipSync(code, { level: 9 }).length, limit.gzip),
      { label: 'load, CPU ms', value: cpu },
      { label: 'load, wall ms', value: median(loads.map((load) => load.wall)) },
      { label: 'of the reference', value: cpu / ruler, ...(isOurs && { budget: mostOfReference }) },
    ],
  };
}
