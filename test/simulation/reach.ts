import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CoverageRow } from './machine/coverage.ts';

type Reached = Readonly<Record<string, number>>;
const toReached = (value: unknown) => value as Reached;

/** Of a site the record does not know: it is new, or very seldom reached. */
const unknown = 20;

/**
 * How many calls of a site 1 000 runs make while things may go wrong, as recorded: faults are dealt out by it, or seldom sites
 * would never be struck. Not those that could be struck then: few calls would be struck all the more, and be fewer still.
 */
export type Reach = {
  /** The sites that are recorded. */
  readonly sites: readonly string[];
  of(site: string): number;
  /** Writes the record anew, out of so many runs. */
  record(rows: readonly CoverageRow[], runs: number): void;
};

function openReach(file: string): Reach {
  const recorded = existsSync(file) ? toReached(JSON.parse(readFileSync(file, 'utf8'))) : {};
  return {
    sites: Object.keys(recorded),
    of: (site) => recorded[site] ?? unknown,
    record(rows, runs) {
      const reached = rows.map(({ site, stormyCalls }) => [site, Math.ceil((stormyCalls * 1_000) / runs)]);
      writeFileSync(file, `${JSON.stringify(Object.fromEntries(reached), undefined, 2)}\n`);
    },
  };
}

/** Of stories of rooms, and of tickets. */
export const reachOfRooms = openReach(join(import.meta.dirname, 'reach.json'));
export const reachOfTickets = openReach(join(import.meta.dirname, 'tickets/reach.json'));
