/** Which sites were reached in how many runs, and how often which fault struck them. */
export type Coverage = {
  /** The site was reached, and these faults could have struck it. */
  reached(site: string, faults: readonly string[]): void;
  struck(site: string, fault: string): void;
  /** Ends a run: a site counts once a run, however often it was called. */
  endRun(): void;
  rows(): readonly CoverageRow[];
};
export type CoverageRow = {
  readonly site: string;
  readonly calls: number;
  readonly runs: number;
  /** How often each fault that is possible here struck. */
  readonly struck: Readonly<Record<string, number>>;
};

type Count = { calls: number; runs: number; isReached: boolean; readonly struck: Map<string, number> };

export function createCoverage(): Coverage {
  const counts = new Map<string, Count>();
  return {
    reached(site, faults) {
      const known = counts.get(site);
      const count = known ?? { calls: 0, runs: 0, isReached: false, struck: new Map() };
      if (!known) counts.set(site, count);
      if (!known || count.struck.size < faults.length)
        for (const fault of faults) if (!count.struck.has(fault)) count.struck.set(fault, 0);
      count.calls += 1;
      count.isReached = true;
    },
    struck(site, fault) {
      const count = counts.get(site);
      count?.struck.set(fault, (count.struck.get(fault) ?? 0) + 1);
    },
    endRun() {
      for (const count of counts.values()) {
        if (count.isReached) count.runs += 1;
        count.isReached = false;
      }
    },
    rows: () =>
      [...counts]
        .map(([site, { calls, runs, struck }]) => ({ site, calls, runs, struck: Object.fromEntries(struck) }))
        .sort((a, b) => (a.site < b.site ? -1 : 1)),
  };
}

/** Pairs of site and fault that struck fewer times than wanted. */
export function missing(rows: readonly CoverageRow[], wanted: number): readonly string[] {
  return rows.flatMap(({ site, runs, struck }) =>
    Object.entries(struck)
      .filter(([, times]) => times < wanted)
      .map(([fault, times]) => `${site} × ${fault}: ${times} (in ${runs} runs)`),
  );
}
