import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CoverageRow } from './machine/coverage.ts';

const file = join(import.meta.dirname, 'reach.json');
type Reach = Readonly<Record<string, number>>;
const toReach = (value: unknown) => value as Reach;
const recorded = existsSync(file) ? toReach(JSON.parse(readFileSync(file, 'utf8'))) : {};

/** Of a site the record does not know: it is new, or very seldom reached. */
const unknown = 20;

/** How many calls of a site 1 000 runs could strike, as recorded: faults are dealt out by it, or seldom sites would never be struck. */
export const reachOf = (site: string): number => recorded[site] ?? unknown;

/** Writes the record anew, out of so many runs. */
export function recordReach(rows: readonly CoverageRow[], runs: number): void {
  const reach = Object.fromEntries(
    rows.map(({ site, exposedCalls }) => [site, Math.ceil((exposedCalls * 1_000) / runs)]),
  );
  writeFileSync(file, `${JSON.stringify(reach, undefined, 2)}\n`);
}
