/**
 * Plays seeded stories of rooms over the in-process engine, with faults before and after every call. `--seeds N --from F` plays
 * N seeds from F on, shared out among `--workers W` processes (as many as the machine has processors); `--seed S` plays one and
 * prints its trace. `--coverage` prints how often every fault struck every site, and which never did; with `--all-struck` the
 * exit code is 1 for one that never did, or a recorded site that was not reached. `--record-reach` writes down how often each is
 * reached, `--without P` takes the protection P away, `--theme T` is about T only, `--theme tickets` tells the
 * stories of tickets, `--turn T` those that take the turn T. Exit code 1 when a seed breaks a rule.
 */

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { type CoverageRow, missing, together } from '../test/simulation/machine/coverage.ts';
import { without } from '../test/simulation/machine/protections.ts';
import { reachOfRooms, reachOfTickets } from '../test/simulation/reach.ts';
import { openSimulation } from '../test/simulation/run.ts';
import { themeNames } from '../test/simulation/story/choices.ts';
import { withoutOne } from '../test/simulation/tickets/protections.ts';
import { openTicketSimulation, type TicketRunOptions } from '../test/simulation/tickets/run.ts';
import { turnNames } from '../test/simulation/tickets/turns.ts';
import { makeAssembly } from './bench/assembly.ts';

const { values: options } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
    workers: { type: 'string', default: String(availableParallelism()) },
    seed: { type: 'string' },
    assembly: { type: 'string' },
    coverage: { type: 'boolean', default: false },
    without: { type: 'string' },
    theme: { type: 'string' },
    turn: { type: 'string' },
    'record-reach': { type: 'boolean', default: false },
    'all-struck': { type: 'boolean', default: false },
  },
});

/** The option's value; throws when nothing has that name: whoever mistypes it would play something else for hours. */
function known<Name extends string>(option: 'without' | 'theme' | 'turn', names: readonly Name[]): Name | undefined {
  const given = options[option];
  const found = names.find((name) => name === given);
  if (given !== undefined && found === undefined)
    throw new Error(`--${option} ${given} is none of: ${names.join(', ') || 'there is none'}`);
  return found;
}

const theme = known('theme', ['tickets', ...themeNames]);
const isOfTickets = theme === 'tickets';
const turn = known('turn', isOfTickets ? turnNames : []);
const protections: Readonly<Record<string, TicketRunOptions>> = isOfTickets
  ? withoutOne
  : Object.fromEntries(Object.entries(without).map(([name, meddle]) => [name, { meddle }]));
const protection = known('without', Object.keys(protections));
const reach = isOfTickets ? reachOfTickets : reachOfRooms;

/** What a share of the seeds came to. */
type Share = {
  readonly steps: number;
  readonly struck: number;
  readonly failed: number;
  readonly rows: readonly CoverageRow[];
};
const toShare = (value: unknown) => value as Share;

async function play(assembly: string, first: number, count: number): Promise<Share> {
  const simulation = await (isOfTickets ? openTicketSimulation(assembly) : openSimulation(assembly));
  const { meddle, conflicting, turn: itsTurn } = protections[protection ?? ''] ?? {};
  const taken = { ...(meddle && { meddle }), ...(conflicting && { conflicting }), ...(itsTurn && { turn: itsTurn }) };
  let [steps, struck, failed] = [0, 0, 0];
  for (let seed = first; seed < first + count; seed += 1) {
    const about = { ...(theme && theme !== 'tickets' && { theme }), ...(turn && { turn }) };
    const run = await simulation.run(seed, { ...taken, ...about });
    steps += run.steps;
    struck += run.struck;
    if (options.seed) console.log(run.lines().join('\n'));
    if (run.violations.length === 0) continue;
    failed += 1;
    console.log(`seed ${seed}: ${run.violations.join('\n          ')}`);
  }
  return { steps, struck, failed, rows: simulation.coverage.rows() };
}

/** A run has its process's time and chance for itself, so that more at once need more processes. */
async function playElsewhere(assembly: string, first: number, count: number): Promise<Share> {
  const meddled = options.without === undefined ? [] : ['--without', options.without];
  const about = (['theme', 'turn'] as const).flatMap((name) =>
    options[name] === undefined ? [] : [`--${name}`, options[name]],
  );
  const share = ['--assembly', assembly, '--from', String(first), '--seeds', String(count)];
  const child = fork(import.meta.filename, [...share, ...meddled, ...about]);
  return Promise.race([answerOf(child), endOf(child)]);
}

const answerOf = async (child: ChildProcess): Promise<Share> => toShare((await once(child, 'message'))[0]);

async function endOf(child: ChildProcess): Promise<never> {
  const [code] = await once(child, 'close');
  throw new Error(`a worker ended with ${String(code)} before it had played its share`);
}

async function simulate(assembly: string): Promise<void> {
  const [first, count] = options.seed ? [Number(options.seed), 1] : [Number(options.from), Number(options.seeds)];
  const workers = Math.min(Number(options.workers), count);
  const startedAt = performance.now();
  const cut = (worker: number) => first + Math.floor((count * worker) / workers);
  const shares = await (workers === 1
    ? Promise.all([play(assembly, first, count)])
    : Promise.all(
        Array.from({ length: workers }, (_, worker) =>
          playElsewhere(assembly, cut(worker), cut(worker + 1) - cut(worker)),
        ),
      ));
  tell(shares, count, (performance.now() - startedAt) / 1000);
}

function tell(shares: readonly Share[], count: number, seconds: number): void {
  const sum = (of: (share: Share) => number) => shares.reduce((total, share) => total + of(share), 0);
  const rows = together(shares.map((share) => share.rows));
  console.log(
    `${count} seeds in ${seconds.toFixed(1)} s (${(count / seconds).toFixed(1)}/s), ${sum((share) => share.steps)} steps, ${sum((share) => share.struck)} faults, ${rows.length} sites, ${sum((share) => share.failed)} seeds with violations`,
  );
  if (options.coverage)
    for (const row of rows) console.log(row.site, row.calls, row.exposedCalls, row.exposed, JSON.stringify(row.struck));
  const seldom = missing(rows, 20);
  console.log(
    `${rows.flatMap(({ struck }) => Object.keys(struck)).length} pairs of site and fault: ${missing(rows, 1).length} never struck, ${seldom.length} less than 20 times`,
  );
  for (const pair of seldom.slice(0, options.coverage ? seldom.length : 10)) console.log(pair);
  const never = neverOf(rows);
  if (options.coverage || options['all-struck']) for (const what of never) console.log(what);
  if (options['record-reach']) reach.record(rows, count);
  if (sum((share) => share.failed) > 0 || (options['all-struck'] && never.length > 0)) process.exitCode = 1;
}

/** Faults that never struck where they could have, and recorded sites that nobody came to. */
function neverOf(rows: readonly CoverageRow[]): readonly string[] {
  const reached = new Set(rows.map(({ site }) => site));
  return [
    ...missing(rows, 1).map((pair) => `never struck: ${pair}`),
    ...reach.sites.filter((site) => !reached.has(site)).map((site) => `never reached: ${site}`),
  ];
}

async function run(): Promise<void> {
  if (process.send && options.assembly) {
    const share = await play(options.assembly, Number(options.from), Number(options.seeds));
    process.send(share);
    return;
  }
  const made = options.assembly ? undefined : await makeAssembly();
  try {
    await simulate(options.assembly ?? made?.directory ?? '');
  } finally {
    await made?.remove();
  }
}

await run();
