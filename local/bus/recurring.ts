import type { Cancel, Clock } from '../model.ts';

export type Rhythm = {
  readonly firstAt: number;
  readonly everySeconds: number;
  readonly endAt?: number | undefined;
  /** Hears of every beat that is to come, before it comes. */
  readonly onPlan?: (at: number) => void;
};

/** Runs work at a rhythm. After a jump of the clock it runs once and goes on at the next beat after now; `run` gets its own time. */
export function startRecurring(
  clock: Clock,
  label: string,
  rhythm: Rhythm,
  run: (at: number) => void | Promise<void>,
): Cancel {
  const { firstAt, everySeconds, endAt = Number.POSITIVE_INFINITY, onPlan } = rhythm;
  const every = everySeconds * 1000;
  let cancel: Cancel = () => {};
  const plan = (at: number): void => {
    if (at > endAt) return;
    onPlan?.(at);
    const beat = () => {
      const missed = Math.max(0, Math.floor((Math.min(clock.now(), endAt) - at) / every));
      plan(at + (missed + 1) * every);
      return run(at + missed * every);
    };
    cancel = clock.at(at, label, beat, { isRecurring: true });
  };
  plan(firstAt);
  return () => cancel();
}
