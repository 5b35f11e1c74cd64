import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, inject } from 'vitest';
import { openSimulation, type Simulation } from './run.ts';
import type { TurnName } from './tickets/turns.ts';

let opened: Promise<Simulation> | undefined;
/** The simulations over the run's one assembly. */
export const simulation = (): Promise<Simulation> => {
  opened ??= openSimulation(inject('assembly'));
  return opened;
};

/** What was played in so many seconds, and a report of each seed that broke a rule. */
export type Played = { readonly played: number; readonly failed: readonly string[]; readonly seconds: number };
export type Share = {
  readonly from: number;
  readonly most: number;
  readonly milliseconds: number;
  /** @default rooms */
  readonly theme?: 'tickets';
  /** @default each story's own choice */
  readonly turn?: TurnName;
};

/** Plays seeds until so many milliseconds of this machine are over, in a process of their own. */
export async function playSeeds({ from, most, milliseconds, theme, turn }: Share): Promise<Played> {
  const player = join(import.meta.dirname, 'player.ts');
  const share = [inject('assembly'), from, most, milliseconds, theme ?? 'rooms', turn ?? ''].map(String);
  const { stdout } = await promisify(execFile)(process.execPath, [player, ...share], { maxBuffer: 2 ** 26 });
  return toPlayed(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));
}
const toPlayed = (value: unknown) => value as Played;

/** All that was asked for, unless this machine had no time for it: then as many as make it worth asking. */
export function expectEnough(
  { most, milliseconds }: Pick<Share, 'most' | 'milliseconds'>,
  { played, seconds }: Pick<Played, 'played' | 'seconds'>,
): void {
  const isOutOfTime = seconds * 1_000 >= milliseconds;
  expect(played, `played in ${seconds.toFixed(1)} s`).toBeGreaterThanOrEqual(isOutOfTime ? most / 2 : most);
}
