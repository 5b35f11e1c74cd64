import { startCold } from '../../functions/runtime/context.ts';
import { createChance } from '../../local/faults/chance.ts';
import type { CloudModel } from '../../local/model.ts';
import { checkSettled } from './checks/settled.ts';
import { createWatch, type Watch } from './checks/watch.ts';
import { type Coverage, createCoverage } from './machine/coverage.ts';
import { createCrowd } from './machine/crowding.ts';
import { readModel } from './machine/model.ts';
import { bearableBy, openUnits, type Unit } from './machine/units.ts';
import type { Meddling } from './machine/wire.ts';
import { openWorld, type World } from './machine/world.ts';
import { reachOfRooms } from './reach.ts';
import { createApi } from './story/calls.ts';
import { openCast } from './story/cast.ts';
import type { Theme } from './story/choices.ts';
import { createDice } from './story/dice.ts';
import { openOperator } from './story/operator.ts';
import { tell } from './story/tell.ts';

/** What a seed came to. */
export type Run = {
  readonly seed: number;
  readonly violations: readonly string[];
  /** Faults that struck, and steps of the scheduler. */
  readonly struck: number;
  readonly steps: number;
  lines(): readonly string[];
  digest(): string;
};

export const resultOf = (seed: number, { trace, fates, timeline }: World, violations: readonly string[]): Run => ({
  seed,
  violations,
  struck: fates.struck(),
  steps: timeline.steps(),
  lines: trace.lines,
  digest: trace.digest,
});

export type Simulation = {
  readonly coverage: Coverage;
  /** Plays a seed's story; the same seed is the same story to the letter. */
  run(seed: number, options?: RunOptions): Promise<Run>;
};

/** A protection to take away, and what the story shall be about; it is the seed's choice otherwise. */
export type RunOptions = { readonly meddle?: Meddling; readonly theme?: Theme };

/** Opens the simulations over a synthesized assembly. One run at a time: it has the thread's time and chance for itself. */
export async function openSimulation(assembly: string): Promise<Simulation> {
  const model = await readModel(assembly);
  const units = await openUnits();
  const coverage = createCoverage();
  return { coverage, run: (seed, options = {}) => play({ model, units, coverage, seed, ...options }) };
}

type Play = RunOptions & {
  readonly model: CloudModel;
  readonly units: ReadonlyMap<string, Unit>;
  readonly coverage: Coverage;
  readonly seed: number;
};

async function play({ model, units, coverage, seed, meddle, theme }: Play): Promise<Run> {
  startCold();
  const chance = createChance(seed);
  const dice = createDice(chance);
  const placesInReplica = dice.pick([3, 6, 10]);
  const crowd = createCrowd(placesInReplica);
  let watch: Watch | undefined;
  const world = openWorld({
    model,
    units,
    chance,
    coverage,
    reachOf: reachOfRooms.of,
    bearableBy,
    placesInReplica,
    isFaulty: dice.isTrue(0.8),
    meddle: (call) => {
      watch?.passing(call);
      return meddle?.(call) ?? crowd.meddle(call);
    },
  });
  try {
    watch = createWatch(world);
    const faults: string[] = [];
    const api = createApi(world, (person, operation, { status }) => {
      if (status === 500 && world.fates.struck() === 0)
        faults.push(`${operation} failed for ${person.name} though nothing went wrong`);
    });
    const cast = await openCast(world.timeline.now());
    await tell({ world, api, operator: openOperator(world), watch, cast, dice, rooms: [], lines: new Map() }, theme);
    return resultOf(seed, world, [...watch.violations, ...faults, ...checkSettled(world, crowd, watch)]);
  } finally {
    coverage.endRun();
    world.close();
  }
}
