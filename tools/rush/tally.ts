/** What happened in a rush, by name. */
export type Tally = {
  add(name: string, count?: number): void;
  count(name: string): number;
  /** The greatest of what was told under the name. */
  reach(name: string, value: number): void;
  most(name: string): number | undefined;
  complain(what: string): void;
  readonly complaints: ReadonlyMap<string, number>;
};

export function createTally(): Tally {
  const counts = new Map<string, number>();
  const mosts = new Map<string, number>();
  const complaints = new Map<string, number>();
  return {
    add: (name, count = 1) => void counts.set(name, (counts.get(name) ?? 0) + count),
    count: (name) => counts.get(name) ?? 0,
    reach: (name, value) => void mosts.set(name, Math.max(mosts.get(name) ?? value, value)),
    most: (name) => mosts.get(name),
    complain: (what) => void complaints.set(what, (complaints.get(what) ?? 0) + 1),
    complaints,
  };
}
