/** Counts by name and second of the virtual clock; what the busiest second of each had. */
export type Busiest = {
  add(name: string, count?: number): void;
  most(): ReadonlyMap<string, number>;
};

export function createBusiest(now: () => number): Busiest {
  const current = new Map<string, { second: number; count: number }>();
  const mosts = new Map<string, number>();
  return {
    add(name, count = 1) {
      const second = Math.floor(now() / 1_000);
      const known = current.get(name);
      const sum = known?.second === second ? known.count + count : count;
      current.set(name, { second, count: sum });
      if (sum > (mosts.get(name) ?? 0)) mosts.set(name, sum);
    },
    most: () => mosts,
  };
}
