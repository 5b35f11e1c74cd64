import { describe, expect, test } from 'vitest';
import { bundleSizes, calledClients, type UnitBundle } from './laws/bundle-sizes.ts';
import { show } from './reading/source-tree.ts';
import { canBuild, unitBundles } from './reading/unit-bundles.ts';

const fits: UnitBundle = {
  path: 'dist/units/join/index.mjs',
  bytes: 300_000,
  gzipBytes: 95_000,
  packages: ['@aws-sdk/client-dynamodb', '@smithy/core', 'zod'],
  touches: ['table', 'prefix', 'may'],
};

describe('a unit is small enough for a quick cold start', () => {
  test.runIf(canBuild())('holds for every unit as built now', { timeout: 60_000 }, async () => {
    const units = await unitBundles();
    expect(units).not.toEqual([]);
    expect(bundleSizes(units).map(show)).toEqual([]);
  });
  test('finds one byte too many, raw or zipped', () => {
    expect(bundleSizes([{ ...fits, bytes: 300_001 }])).toHaveLength(1);
    expect(bundleSizes([{ ...fits, gzipBytes: 95_001 }])).toHaveLength(1);
  });
  test('allows the units that carry Stripe more, and not without end', () => {
    const payments = { ...fits, bytes: 560_000, gzipBytes: 140_000, packages: ['stripe'] };
    expect(bundleSizes([fits, payments])).toEqual([]);
    expect(bundleSizes([{ ...payments, bytes: 560_001 }])).toHaveLength(1);
  });
});

describe('a unit carries only the clients it calls', () => {
  test.runIf(canBuild())('holds for every unit as built now', { timeout: 60_000 }, async () => {
    expect(calledClients(await unitBundles()).map(show)).toEqual([]);
  });
  test('finds a client that no entry touches, and one that the manifest has no word for', () => {
    const packages = ['@aws-sdk/client-scheduler', '@aws-sdk/client-s3'];
    expect(calledClients([{ ...fits, packages }])).toHaveLength(2);
  });
  test('lets pass the clients its entries touch', () => {
    expect(calledClients([fits])).toEqual([]);
  });
});
