import { type DueItem, DueList } from '../../../local/clock/due-list.ts';
import type { Cancel, Clock } from '../../../local/model.ts';

/**
 * The one scheduler of a run: whatever waits, an SDK call before or after its effect, a delivery, a timer, waits here, and
 * the seed's delays decide which of them comes next. Time is virtual and stands still while somebody works.
 */
export type Timeline = {
  readonly clock: Clock;
  now(): number;
  /** Runs the work so many virtual milliseconds from now. */
  after(milliseconds: number, label: string, run: () => void): Cancel;
  /** Goes on, step by step, until that time; each step and all that follows from it is over before the next begins. */
  runUntil(time: number): Promise<void>;
  /** Steps taken so far. */
  steps(): number;
};

// Taken when the module loads: during a run the global one still is the machine's, and must stay it.
const nextTurn = globalThis.setImmediate;
const quiet = (): Promise<void> => new Promise((resolve) => nextTurn(() => resolve()));
const ignore = (): void => {};

export function createTimeline(startAt: number, onBroken: (label: string, error: unknown) => void): Timeline {
  const due = new DueList();
  let now = startAt;
  let order = 0;
  let steps = 0;

  const add = (time: number, label: string, run: DueItem['run']): Cancel => {
    const item: DueItem = { time: Math.max(time, now), order, label, run, isCanceled: false };
    order += 1;
    due.add(item);
    return () => {
      item.isCanceled = true;
    };
  };

  const start = (item: DueItem): void => {
    try {
      const work = item.run();
      work?.catch((error: unknown) => onBroken(item.label, error));
    } catch (error) {
      onBroken(item.label, error);
    }
  };

  const clock: Clock = {
    now: () => Math.floor(now),
    // Sweeps by time to live and other rhythms are not part of a story; the sweep of rooms is told when to run.
    at: (time, label, run, options) => (options?.isRecurring ? ignore : add(time, label, run)),
    track(work) {
      work.then(ignore, ignore);
      return work;
    },
    advance: () => Promise.reject(new Error('A simulated clock is moved by its timeline')),
    drain: () => Promise.reject(new Error('A simulated clock is moved by its timeline')),
    offset: new SharedArrayBuffer(8),
    close: () => due.clear(),
  };

  return {
    clock,
    now: clock.now,
    after: (milliseconds, label, run) => add(now + milliseconds, label, run),
    steps: () => steps,
    async runUntil(time) {
      while (due.nextTime() <= time) {
        now = Math.max(now, due.nextTime());
        for (const item of due.takeUntil(due.nextTime())) {
          if (item.isCanceled) continue;
          steps += 1;
          start(item);
          await quiet();
        }
      }
      now = Math.max(now, time);
    },
  };
}
