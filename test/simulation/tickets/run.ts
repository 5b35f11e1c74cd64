import { startCold } from '../../../functions/runtime/context.ts';
import { inPace } from '../../../functions/steps/pacing.ts';
import { createChance } from '../../../local/faults/chance.ts';
import type { CloudModel } from '../../../local/model.ts';
import { type Coverage, createCoverage } from '../machine/coverage.ts';
import { readModel } from '../machine/model.ts';
import { openUnits, type Unit } from '../machine/units.ts';
import type { Conflicting, Meddling } from '../machine/wire.ts';
import { openWorld } from '../machine/world.ts';
import { type Run, resultOf } from '../run.ts';
import { type Api, createApi } from '../story/calls.ts';
import { createDice } from '../story/dice.ts';
import { createHall } from './hall.ts';
import { openPayments, type Payments } from './payments.ts';
import { openPeople } from './people.ts';
import { checkTicketsAtRest } from './settled.ts';
import { ofTicketsOnly } from './sites.ts';
import { tellOfTickets } from './tell.ts';
import { type Turn, type TurnName, turnNames, turns } from './turns.ts';
import { withoutAudio } from './units.ts';
import { createTicketWatch, type TicketWatch } from './watch.ts';
import { weatherOf } from './weather.ts';

export type TicketSimulation = {
  readonly coverage: Coverage;
  /** Plays a seed's story of tickets; the same seed is the same story to the letter. */
  run(seed: number, options?: TicketRunOptions): Promise<Run>;
};

/** A protection to take away: what calls are made to be, and what they are told of a conflict. `turn` is the seed's choice otherwise. */
export type TicketRunOptions = {
  readonly meddle?: Meddling;
  readonly conflicting?: Conflicting;
  readonly turn?: TurnName;
};

/** Opens the simulations of tickets over a synthesized assembly. One run at a time. */
export async function openTicketSimulation(assembly: string): Promise<TicketSimulation> {
  const model = await readModel(assembly);
  const units = withoutAudio(await openUnits());
  const coverage = createCoverage();
  return { coverage, run: (seed, options = {}) => play({ model, units, coverage, seed, ...options }) };
}

type Play = TicketRunOptions & {
  readonly model: CloudModel;
  readonly units: ReadonlyMap<string, Unit>;
  readonly coverage: Coverage;
  readonly seed: number;
};

/**
 * How many of all stories take that turn: when each does, what it is about is reached as many times as often. The record of
 * what is reached knows nothing of turns that no other story takes.
 */
const shareOf = ({ weight }: Turn): number =>
  weight === 0 ? 1 : weight / turnNames.reduce((sum, name) => sum + turns[name].weight, 0);

/** Buyers come back to a page of the address they called, and believe it when they are told that nothing is left. */
const heard = ({ call }: Api, now: () => number, watch: TicketWatch): Api => ({
  async call(person, operation, path, told = {}) {
    const askedAt = now();
    const headers = { host: 'rooms.example', 'x-forwarded-proto': 'https', ...told.headers };
    const answer = await call(person, operation, path, { ...told, headers });
    if (answer.code === 'sold_out') watch.toldSoldOut(person.name, path.roomId ?? '', askedAt);
    return answer;
  },
});

/** What passes within five attempts is nobody's business but ours. */
const conflictsThatPass = 5;
const isFewConflicts = (befallen: readonly string[] = []): boolean =>
  befallen.length > 0 && befallen.length <= conflictsThatPass && befallen.every((fault) => fault === 'conflict');

async function play({ model, units, coverage, seed, meddle, conflicting, turn: wanted }: Play): Promise<Run> {
  startCold();
  await forgetPace();
  const chance = createChance(seed);
  const dice = createDice(chance);
  const hall = createHall();
  const turn = turns[wanted ?? dice.weigh(turnNames.map((name) => [turns[name].weight, name] as const))];
  const opened: Payments[] = [];
  const world = openWorld({
    model,
    units,
    chance,
    coverage: ofTicketsOnly(coverage),
    ...weatherOf(dice, turn.isDeaf ?? false, wanted ? shareOf(turn) : 1),
    placesInReplica: 3,
    meddle(call) {
      const input = hall.crowded(call);
      return meddle?.(input ? { ...call, input } : call) ?? (input && { input });
    },
    conflicting,
    // What it was waiting for, a secret of all of them among it, would never come.
    onCrash: startCold,
    openBeside: (inside) => {
      const payments = openPayments(inside);
      opened.push(payments);
      return payments;
    },
  });
  try {
    const [payments] = opened;
    if (!payments) throw new Error('There is no payment service');
    const { stripe, brokenKeys, areNewsLost } = payments;
    const watch = createTicketWatch(world, stripe.house.state, hall);
    const faults: string[] = [];
    const api = createApi(world, (person, operation, { status, befallen }) => {
      if (status === 500 && world.fates.struck() === 0)
        faults.push(`${operation} failed for ${person.name} though nothing went wrong`);
      if (status === 500 && isFewConflicts(befallen))
        faults.push(`${operation} failed for ${person.name} because of a conflict that passes`);
    });
    const people = await openPeople(world.timeline.now(), 2 + Math.floor(dice.chance() * 5));
    const scene = {
      world,
      api: heard(api, world.timeline.now, watch),
      stripe,
      watch,
      people,
      dice,
      rooms: [],
      quantities: new Map(),
      areNewsLost,
    };
    await tellOfTickets(scene, turn);
    const atRest = checkTicketsAtRest({
      world,
      stripe: stripe.house.state,
      books: watch.books,
      brokenKeys,
      ...(turn.isPutBack && { isPutBack: true }),
    });
    return resultOf(seed, world, [...watch.violations, ...faults, ...atRest]);
  } finally {
    coverage.endRun();
    world.close();
  }
}

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
