/**
 * Plays seeded stories of rooms over the in-process engine, with faults before and after every call. `--seeds N --from F` plays
 * N seeds from F on, `--seed S` one of them and prints its trace; `--coverage` prints how often every fault struck every site,
 * `--record-reach` writes down how often each is reached, `--without P` takes the protection P away, `--theme T` is about T only.
 */

import { parseArgs } from 'node:util';
import { missing } from '../test/simulation/machine/coverage.ts';
import { without } from '../test/simulation/machine/protections.ts';
import { recordReach } from '../test/simulation/reach.ts';
import { openSimulation } from '../test/simulation/run.ts';
import { themeNames } from '../test/simulation/story/choices.ts';
import { makeAssembly } from './bench/assembly.ts';

const { values: options } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    assembly: { type: 'string' },
    coverage: { type: 'boolean', default: false },
    without: { type: 'string' },
    theme: { type: 'string' },
    'record-reach': { type: 'boolean', default: false },
  },
});

async function simulate(assembly: string): Promise<void> {
  const simulation = await openSimulation(assembly);
  const [first, count] = options.seed ? [Number(options.seed), 1] : [Number(options.from), Number(options.seeds)];
  const meddle = Object.entries(without).find(([name]) => name === options.without)?.[1];
  const theme = themeNames.find((name) => name === options.theme);
  const startedAt = performance.now();
  let [steps, struck, failed] = [0, 0, 0];
  for (let seed = first; seed < first + count; seed += 1) {
    const run = await simulation.run(seed, { ...(meddle && { meddle }), ...(theme && { theme }) });
    steps += run.steps;
    struck += run.struck;
    if (options.seed) console.log(run.lines().join('\n'));
    if (run.violations.length === 0) continue;
    failed += 1;
    console.log(`seed ${seed}: ${run.violations.join('\n          ')}`);
  }
  const seconds = (performance.now() - startedAt) / 1000;
  const rows = simulation.coverage.rows();
  console.log(
    `${count} seeds in ${seconds.toFixed(1)} s (${(count / seconds).toFixed(1)}/s), ${steps} steps, ${struck} faults, ${rows.length} sites, ${failed} seeds with violations`,
  );
  if (options.coverage)
    for (const row of rows) console.log(row.site, row.calls, row.exposed, JSON.stringify(row.struck));
  console.log(
    `${missing(rows, 1).length} pairs of site and fault never struck, ${missing(rows, 20).length} less than 20 times`,
  );
  if (options['record-reach']) recordReach(rows, count);
  if (failed > 0) process.exitCode = 1;
}

const made = options.assembly ? undefined : await makeAssembly();
try {
  await simulate(options.assembly ?? made?.directory ?? '');
} finally {
  await made?.remove();
}
