import type { Violation } from '../reading/source-tree.ts';

/** A unit as it would be deployed. `packages` are those inside the bundle; `touches` are the words its manifest entries use. */
export type UnitBundle = {
  readonly path: string;
  readonly bytes: number;
  readonly gzipBytes: number;
  readonly packages: readonly string[];
  readonly touches: readonly string[];
};

/** Kilobytes of 1 000 bytes: every byte is read and compiled on a cold start. */
const most = { raw: 300, gzip: 95 };
const mostWithStripe = { raw: 560, gzip: 140 };

/** Which word of a manifest entry each SDK client answers to. */
const touchOf: Readonly<Record<string, string>> = {
  '@aws-sdk/client-dynamodb': 'table',
  '@aws-sdk/client-chime-sdk-meetings': 'audio',
  '@aws-sdk/client-eventbridge': 'bus',
  '@aws-sdk/client-sqs': 'queue',
  '@aws-sdk/client-scheduler': 'scheduler',
  '@aws-sdk/client-secrets-manager': 'secret',
};

export const bundleSizes = (units: readonly UnitBundle[]): Violation[] =>
  units.flatMap(({ path, bytes, gzipBytes, packages }) => {
    const { raw, gzip } = packages.includes('stripe') ? mostWithStripe : most;
    const found = `this has ${(bytes / 1000).toFixed(0)} and ${(gzipBytes / 1000).toFixed(0)}`;
    const isFat = bytes > raw * 1000 || gzipBytes > gzip * 1000;
    return isFat ? [{ path, line: 0, rule: `a unit has at most ${raw} KB, ${gzip} KB zipped; ${found}` }] : [];
  });

/** A client nobody calls still costs its load time: a unit carries those its entries touch. */
export const calledClients = (units: readonly UnitBundle[]): Violation[] =>
  units.flatMap(({ path, packages, touches }) =>
    packages
      .filter((name) => name.startsWith('@aws-sdk/client-') && !touches.includes(touchOf[name] ?? ''))
      .map((name) => ({ path, line: 0, rule: `a unit carries the clients its entries touch; none touches ${name}` })),
  );
