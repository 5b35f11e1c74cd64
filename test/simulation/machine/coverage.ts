/** Which sites were reached in how many runs, and how often which fault struck them. */
export type Coverage = {
  /** The site was reached, and these faults could strike it: they can while things may go wrong and its operation bears more. */
  reached(site: string, faults: readonly string[], moment: Moment): void;
  struck(site: string, fault: string): void;
  /** Ends a run: a site counts once a run, however often it was called. */
  endRun(): void;
  rows(): readonly CoverageRow[];
};
export type Moment = { readonly isCalm: boolean; readonly isExposed: boolean };
export type CoverageRow = {
  readonly site: string;
  readonly calls: number;
  /** Those that were made while things may go wrong. */
  readonly stormyCalls: number;
  readonly runs: number;
  /** Runs, and calls, that reached it while it could be struck. */
  readonly exposed: number;
  readonly exposedCalls: number;
  /** How often each fault that is possible here struck. */
  readonly struck: Readonly<Record<string, number>>;
};

type Count = {
  calls: number;
  stormyCalls: number;
  runs: number;
  exposed: number;
  exposedCalls: number;
  isReached: boolean;
  isExposed: boolean;
  readonly struck: Map<string, number>;
};

const fresh = (): Count => ({
  calls: 0,
  stormyCalls: 0,
  runs: 0,
  exposed: 0,
  exposedCalls: 0,
  isReached: false,
  isExposed: false,
  struck: new Map(),
});

export function createCoverage(): Coverage {
  const counts = new Map<string, Count>();
  return {
    reached(site, faults, { isCalm, isExposed }) {
      const known = counts.get(site);
      const count = known ?? fresh();
      if (!known) counts.set(site, count);
      if (!known || count.struck.size < faults.length)
        for (const fault of faults) if (!count.struck.has(fault)) count.struck.set(fault, 0);
      count.calls += 1;
      if (!isCalm) count.stormyCalls += 1;
      count.isReached = true;
      count.isExposed ||= isExposed;
      if (isExposed) count.exposedCalls += 1;
    },
    struck(site, fault) {
      const count = counts.get(site);
      count?.struck.set(fault, (count.struck.get(fault) ?? 0) + 1);
    },
    endRun() {
      for (const count of counts.values()) {
        if (count.isReached) count.runs += 1;
        if (count.isExposed) count.exposed += 1;
        count.isReached = false;
        count.isExposed = false;
      }
    },
    rows: () =>
      [...counts]
        .map(([site, { calls, stormyCalls, runs, exposed, exposedCalls, struck }]) => ({
          site,
          calls,
          stormyCalls,
          runs,
          exposed,
          exposedCalls,
          struck: Object.fromEntries(struck),
        }))
        .sort(bySiteName),
  };
}

/** The rows of several runs as those of one. */
export function together(shares: readonly (readonly CoverageRow[])[]): readonly CoverageRow[] {
  const bySite = new Map<string, CoverageRow>();
  for (const row of shares.flat()) {
    const known = bySite.get(row.site);
    bySite.set(row.site, known ? sumOf(known, row) : row);
  }
  return [...bySite.values()].sort(bySiteName);
}

function sumOf(one: CoverageRow, other: CoverageRow): CoverageRow {
  const faults = new Set([...Object.keys(one.struck), ...Object.keys(other.struck)]);
  return {
    site: one.site,
    calls: one.calls + other.calls,
    stormyCalls: one.stormyCalls + other.stormyCalls,
    runs: one.runs + other.runs,
    exposed: one.exposed + other.exposed,
    exposedCalls: one.exposedCalls + other.exposedCalls,
    struck: Object.fromEntries(
      [...faults].map((fault) => [fault, (one.struck[fault] ?? 0) + (other.struck[fault] ?? 0)]),
    ),
  };
}

const bySiteName = (a: CoverageRow, b: CoverageRow): number => (a.site < b.site ? -1 : 1);

/** Pairs of site and fault that struck fewer times than wanted. */
export function missing(rows: readonly CoverageRow[], wanted: number): readonly string[] {
  return rows.flatMap(({ site, exposed, struck }) =>
    Object.entries(struck)
      .filter(([, times]) => times < wanted)
      .map(([fault, times]) => `${site} × ${fault}: ${times} (in ${exposed} runs)`),
  );
}
