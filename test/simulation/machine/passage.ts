import { type CallFault, type Fates, type Refusal, refusals } from './fates.ts';
import type { Execution } from './operations.ts';
import type { Timeline } from './timeline.ts';
import type { Trace } from './trace.ts';

export type PassageOptions = {
  readonly timeline: Timeline;
  readonly chance: () => number;
  readonly fates: Fates;
  readonly trace: Trace;
};

type Errand<T> = {
  effect(): Promise<T>;
  /** What the caller is told when the call fails, or is refused. */
  fault(refusal?: Refusal): Error;
};

const refusalOf = (fate: CallFault | undefined): Refusal | undefined => refusals.find((one) => one === fate);
/** How likely the SDK's, or our own, next attempt meets the same. */
const lastings: Readonly<Partial<Record<CallFault, number>>> = {
  'fail before': 0.6,
  'fail after': 0.6,
  throttled: 0.6,
  conflict: 0.5,
};

/** Never again heard of: the execution is gone, and with it everything that waits for this. */
const never = (): Promise<never> => new Promise(() => {});

type Settled<T> = { readonly value: T } | { readonly error: unknown };
const settle = <T>(work: Promise<T>): Promise<Settled<T>> =>
  work.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );

/** How a call passes: its turn, its effect, its turn again, and the fate that strikes it before or after. */
export function createPassage({ timeline, chance, fates, trace }: PassageOptions) {
  /** Calls whose second attempt, made by the SDK, meets the same fate. */
  const lasting = new Map<string, CallFault>();

  const turn = (execution: Execution, milliseconds: number): Promise<void> =>
    new Promise((resolve) => {
      timeline.after(milliseconds, execution.operation, () => {
        if (!execution.isDead) resolve();
      });
    });

  const fateOf = (execution: Execution, site: string): CallFault | undefined => {
    const key = `${execution.number} ${site}`;
    const again = lasting.get(key);
    lasting.delete(key);
    // A conflict may last for more than two attempts.
    if (again && again !== 'conflict') return again;
    const fate = again ?? fates.strike(site);
    const lastingly = fate && lastings[fate];
    if (fate && lastingly !== undefined && chance() < lastingly) lasting.set(key, fate);
    return fate;
  };

  const crash = (execution: Execution, site: string, fate: CallFault): Promise<never> => {
    trace.note(execution, site, fate);
    execution.crash();
    return never();
  };

  return async <T>(execution: Execution, call: string, { effect, fault }: Errand<T>): Promise<T> => {
    if (execution.isDead) return never();
    const site = `${execution.operation} ${call}`;
    const fate = fateOf(execution, site);
    if (fate) execution.befallen.push(fate);
    await turn(execution, latencyOf(chance) + (fate === 'late before' ? lateOf(chance) : 0));
    if (fate === 'crash before') return crash(execution, site, fate);
    const refusal = refusalOf(fate);
    if (fate === 'fail before' || refusal) {
      trace.note(execution, site, refusal ?? 'fail before');
      throw fault(refusal);
    }
    if (fate === 'duplicate') await settle(effect());
    const settled = await settle(effect());
    trace.note(execution, site, 'error' in settled ? nameOf(settled.error) : 'ok', fate);
    await turn(execution, latencyOf(chance) + (fate === 'late after' ? lateOf(chance) : 0));
    if (fate === 'crash after') return crash(execution, site, fate);
    if (fate === 'fail after') throw fault();
    if ('error' in settled) throw settled.error;
    return settled.value;
  };
}

/** Mostly some milliseconds, now and then long enough to be overtaken by anything. */
function latencyOf(chance: () => number): number {
  const kind = chance();
  if (kind < 0.8) return 1 + chance() * 15;
  return kind < 0.97 ? 10 + chance() * 150 : 200 + chance() * 2_000;
}
const lateOf = (chance: () => number): number => 1_000 + chance() * 7_000;

const nameOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'error';
  return 'code' in error ? String(error.code) : error.name;
};
