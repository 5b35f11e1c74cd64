import { startCold } from '../../../functions/runtime/context.ts';
import { inPace } from '../../../functions/steps/pacing.ts';
import { createChance } from '../../../local/faults/chance.ts';
import type { CloudModel } from '../../../local/model.ts';
import { type Coverage, createCoverage } from '../machine/coverage.ts';
import { readModel } from '../machine/model.ts';
import { bearableBy, openUnits, type Unit } from '../machine/units.ts';
import type { Meddling } from '../machine/wire.ts';
import { openWorld } from '../machine/world.ts';
import type { Run } from '../run.ts';
import { type Api, createApi } from '../story/calls.ts';
import { createDice } from '../story/dice.ts';
import { openPayments, type Payments } from './payments.ts';
import { openPeople } from './people.ts';
import { checkTicketsAtRest } from './settled.ts';
import { tellOfTickets } from './tell.ts';
import { createTicketWatch } from './watch.ts';

export type TicketSimulation = {
  readonly coverage: Coverage;
  /** Plays a seed's story of tickets; the same seed is the same story to the letter. */
  run(seed: number, options?: { readonly meddle?: Meddling }): Promise<Run>;
};

/** Opens the simulations of tickets over a synthesized assembly. One run at a time. */
export async function openTicketSimulation(assembly: string): Promise<TicketSimulation> {
  const model = await readModel(assembly);
  const units = await openUnits();
  const coverage = createCoverage();
  return { coverage, run: (seed, options = {}) => play({ model, units, coverage, seed, ...options }) };
}

type Play = {
  readonly model: CloudModel;
  readonly units: ReadonlyMap<string, Unit>;
  readonly coverage: Coverage;
  readonly seed: number;
  readonly meddle?: Meddling;
};

/** Buyers come back to a page of the address they called. */
const named = ({ call }: Api): Api => ({
  call: (person, operation, path, told = {}) =>
    call(person, operation, path, {
      ...told,
      headers: { host: 'rooms.example', 'x-forwarded-proto': 'https', ...told.headers },
    }),
});

/** Calls of a site in 1 000 runs: of tickets they are not recorded, and struck alike. */
const reach = { call: 900, delivery: 700 };
const reachOf = (site: string): number => (site.startsWith('delivery ') ? reach.delivery : reach.call);

async function play({ model, units, coverage, seed, meddle }: Play): Promise<Run> {
  startCold();
  await forgetPace();
  const chance = createChance(seed);
  const dice = createDice(chance);
  const opened: Payments[] = [];
  const world = openWorld({
    model,
    units,
    chance,
    coverage,
    reachOf,
    bearableBy,
    placesInReplica: 3,
    isFaulty: dice.isTrue(0.85),
    meddle: (call) => meddle?.(call),
    openBeside: (inside) => {
      const payments = openPayments(inside);
      opened.push(payments);
      return payments;
    },
  });
  try {
    const [payments] = opened;
    if (!payments) throw new Error('There is no payment service');
    const { stripe } = payments;
    const watch = createTicketWatch(world, stripe.house.state);
    const faults: string[] = [];
    const api = createApi(world, (person, operation, { status }) => {
      if (status === 500 && world.fates.struck() === 0)
        faults.push(`${operation} failed for ${person.name} though nothing went wrong`);
    });
    const people = await openPeople(world.timeline.now(), 2 + Math.floor(dice.chance() * 5));
    await tellOfTickets({ world, api: named(api), stripe, watch, people, dice, rooms: [] });
    const atRest = checkTicketsAtRest({ world, stripe: stripe.house.state, books: watch.books });
    return resultOf(seed, world, [...watch.violations, ...faults, ...atRest]);
  } finally {
    coverage.endRun();
    world.close();
  }
}

const resultOf = (
  seed: number,
  { trace, fates, timeline }: ReturnType<typeof openWorld>,
  violations: string[],
): Run => ({
  seed,
  violations,
  struck: fates.struck(),
  steps: timeline.steps(),
  lines: trace.lines,
  digest: trace.digest,
});

/** The pace of payments is a module's own time: a run must find it long past, whatever ran before it. */
async function forgetPace(): Promise<void> {
  let now = Number.POSITIVE_INFINITY;
  await inPace(
    {
      now: () => {
        const at = now;
        now = 0;
        return at;
      },
    },
    async () => {},
  );
}
