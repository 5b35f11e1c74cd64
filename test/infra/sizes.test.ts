import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { units } from '../../functions/manifest.ts';
import { bundleUnits } from '../../tools/bundle.ts';

/** Budgets of the architecture, in bytes: every unit, and those that carry Stripe. */
const budget = { raw: 300_000, gzip: 95_000 };
const budgetWithStripe = { raw: 560_000, gzip: 140_000 };

const outDir = join(import.meta.dirname, '../../dist/units');
let bundles: Record<string, string>;
beforeAll(async () => {
  bundles = await bundleUnits({ outDir });
});

/** The packages in each unit's bundle, out of esbuild's account. */
function packagesOf(unit: string): string[] {
  const { outputs } = toMetafile(readFileSync(join(outDir, 'metafile.json'), 'utf8'));
  const inputs = outputs[`dist/units/${unit}/index.mjs`]?.inputs ?? {};
  const names = Object.keys(inputs).map((path) => /node_modules\/((@[^/]+\/)?[^/]+)/.exec(path)?.[1]);
  return [...new Set(names.filter((name) => name !== undefined))];
}

type Metafile = { readonly outputs: Readonly<Record<string, { readonly inputs: object }>> };
const toMetafile = (text: string): Metafile => JSON.parse(text) as Metafile;

/** Which client each kind of touch needs. */
const clients: Readonly<Record<string, string>> = {
  table: '@aws-sdk/client-dynamodb',
  audio: '@aws-sdk/client-chime-sdk-meetings',
  bus: '@aws-sdk/client-eventbridge',
  queue: '@aws-sdk/client-sqs',
  scheduler: '@aws-sdk/client-scheduler',
};

describe.each(units.map(({ name, operations }) => ({ name, operations })))(
  'the bundle of $name',
  ({ name, operations }) => {
    test('is within its budget', () => {
      const code = readFileSync(join(bundles[name] ?? '', 'index.mjs'));
      const limit = packagesOf(name).includes('stripe') ? budgetWithStripe : budget;
      expect(code.length).toBeLessThanOrEqual(limit.raw);
      expect(gzipSync(code).length).toBeLessThanOrEqual(limit.gzip);
    });

    test('carries only the clients of what it touches', () => {
      const touched = operations.flatMap(({ touches }) => touches.flatMap((touch) => Object.keys(touch)));
      const allowed = touched.flatMap((kind) => clients[kind] ?? []);
      const carried = packagesOf(name).filter((one) => Object.values(clients).includes(one));
      expect(carried.filter((one) => !allowed.includes(one))).toEqual([]);
    });
  },
);
