import type { Cancel, Clock, Shelf } from '../model.ts';
import { type DueItem, DueList } from './due-list.ts';
import { realNow } from './real-time.ts';

export type ClockOptions = {
  /** Epoch milliseconds. @default the machine's time */
  readonly startAt?: number;
  /** Where the offset outlives the process; what is kept counts more than `startAt`. */
  readonly kept?: Shelf<number>;
  /** Told when due work throws; the clock goes on. @default prints to the error output */
  readonly onError?: (label: string, error: unknown) => void;
};

/** The longest wait a Node timer takes; a longer one is armed again when it ends. */
const longestTimerMilliseconds = 2 ** 31 - 1;

/** A clock in real time plus an offset. Call `close` to stop its timer. */
export function createClock(options: ClockOptions = {}): Clock {
  return new VirtualClock(options);
}

class VirtualClock implements Clock {
  readonly offset = new SharedArrayBuffer(8);
  readonly #shift = new Float64Array(this.offset);
  readonly #onceDue = new DueList();
  readonly #recurringDue = new DueList();
  readonly #onError: (label: string, error: unknown) => void;
  readonly #kept: Shelf<number> | undefined;
  #order = 0;
  #inFlight = 0;
  #whenIdle: (() => void)[] = [];
  #jumps: Promise<void> = Promise.resolve();
  #isJumping = false;
  #isClosed = false;
  #timer: NodeJS.Timeout | undefined;
  #timerAt = Number.POSITIVE_INFINITY;

  constructor(options: ClockOptions) {
    this.#kept = options.kept;
    const asked = options.startAt === undefined ? 0 : options.startAt - realNow();
    this.#shift[0] = options.kept?.entries()[0]?.[1] ?? asked;
    this.#onError = options.onError ?? ((label, error) => console.error(`Due work failed: ${label}`, error));
  }

  now(): number {
    return realNow() + (this.#shift[0] ?? 0);
  }

  at(
    time: number,
    label: string,
    run: () => void | Promise<void>,
    options?: { readonly isRecurring?: boolean },
  ): Cancel {
    if (!Number.isFinite(time)) throw new RangeError(`No such due time: ${time} (${label})`);
    const item: DueItem = { time, order: this.#order, label, run, isCanceled: false };
    this.#order += 1;
    if (this.#isClosed) return () => {};
    (options?.isRecurring ? this.#recurringDue : this.#onceDue).add(item);
    if (time < this.#timerAt) this.#arm();
    return () => {
      item.isCanceled = true;
    };
  }

  track<T>(work: Promise<T>): Promise<T> {
    this.#inFlight += 1;
    const leave = () => {
      this.#inFlight -= 1;
      if (this.#inFlight === 0) for (const wake of this.#whenIdle.splice(0)) wake();
    };
    work.then(leave, leave);
    return work;
  }

  async advance(milliseconds: number): Promise<void> {
    if (!(milliseconds >= 0)) throw new RangeError(`The clock only moves forward, not by ${milliseconds} ms`);
    const jump = this.#jumps.then(() => this.#jump(milliseconds));
    this.#jumps = jump.catch(() => {});
    return jump;
  }

  async drain(): Promise<void> {
    // Work due while something runs waits its turn, so that an earlier time is finished before a later one begins.
    do {
      this.#runUntil(Math.min(this.#nextTime(), this.now()));
      await this.#idle();
    } while (this.#inFlight > 0 || this.#nextTime() <= this.now());
  }

  close(): void {
    this.#isClosed = true;
    this.#onceDue.clear();
    this.#recurringDue.clear();
    clearTimeout(this.#timer);
  }

  async #jump(milliseconds: number): Promise<void> {
    const target = this.now() + milliseconds;
    // Recurring work that was due before the jump belongs to the time before it.
    await this.drain();
    this.#isJumping = true;
    try {
      while (this.#onceDue.nextTime() <= target) {
        this.#moveTo(this.#onceDue.nextTime());
        await this.drain();
      }
      this.#moveTo(target);
      for (const item of this.#recurringDue.takeUntil(this.now())) this.#start(item);
      await this.drain();
    } finally {
      this.#isJumping = false;
      this.#arm();
    }
  }

  #moveTo(time: number): void {
    const missing = time - this.now();
    if (missing <= 0) return;
    const shift = (this.#shift[0] ?? 0) + missing;
    this.#shift[0] = shift;
    this.#kept?.put('offset', shift);
  }

  #nextTime(): number {
    const once = this.#onceDue.nextTime();
    return this.#isJumping ? once : Math.min(once, this.#recurringDue.nextTime());
  }

  #runUntil(time: number): void {
    const due = this.#onceDue.takeUntil(time);
    if (!this.#isJumping) due.push(...this.#recurringDue.takeUntil(time));
    for (const item of due) this.#start(item);
  }

  #start(item: DueItem): void {
    if (item.isCanceled) return;
    const report = (error: unknown) => this.#onError(item.label, error);
    try {
      const work = item.run();
      if (work !== undefined) this.track(work).catch(report);
    } catch (error) {
      report(error);
    }
  }

  /** Waits for in-flight work, then gives what follows from it one turn to announce itself. */
  async #idle(): Promise<void> {
    if (this.#inFlight > 0) await new Promise<void>((wake) => this.#whenIdle.push(wake));
    await new Promise((next) => setImmediate(next));
  }

  // The timer also runs during a jump: in-flight work may itself wait for something due in a moment, and must not wait forever.
  #arm(): void {
    clearTimeout(this.#timer);
    this.#timerAt = this.#isClosed ? Number.POSITIVE_INFINITY : this.#nextTime();
    if (this.#timerAt === Number.POSITIVE_INFINITY) return;
    const wait = Math.min(Math.max(1, this.#timerAt - this.now()), longestTimerMilliseconds);
    this.#timer = setTimeout(() => {
      this.#timerAt = Number.POSITIVE_INFINITY;
      this.#runUntil(this.now());
      this.#arm();
    }, wait).unref();
  }
}
