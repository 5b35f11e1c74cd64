import { inject } from 'vitest';
import { openSimulation, type Run, type Simulation } from './run.ts';

let opened: Promise<Simulation> | undefined;
/** The simulations over the run's one assembly. */
export const simulation = (): Promise<Simulation> => {
  opened ??= openSimulation(inject('assembly'));
  return opened;
};

/** Plays seeds until so many milliseconds of this machine are over, at least the fewest wanted; answers what failed. */
export async function playSeeds({ from, most, milliseconds }: { from: number; most: number; milliseconds: number }) {
  const { run } = await simulation();
  const startedAt = performance.now();
  const failed: Run[] = [];
  let played = 0;
  while (played < most && performance.now() - startedAt < milliseconds) {
    const result = await run(from + played);
    if (result.violations.length > 0) failed.push(result);
    played += 1;
  }
  return { played, failed, seconds: (performance.now() - startedAt) / 1000 };
}

/** A seed with what it violates and the end of its trace: enough to begin with; `npm run simulate -- --seed N` shows all. */
export const reportOf = ({ seed, violations, lines }: Run): string =>
  [`seed ${seed}: ${violations.join('; ')}`, ...lines().slice(-15), `npm run simulate -- --seed ${seed}`].join('\n');
