import { createHash } from 'node:crypto';
import { startRecurring } from '../bus/recurring.ts';
import type { Cause, Clock, Shelf } from '../model.ts';
import { conflict, notFound } from './refusals.ts';
import type { Schedule, ScheduleOrder } from './schedule.ts';

export type KeptSchedule = Omit<Schedule, 'cancel'>;

type BookOptions = {
  readonly clock: Clock;
  readonly arnOf: (group: string, name: string) => string;
  readonly fire: (schedule: Schedule, dueAt: number) => void;
  readonly kept: Shelf<KeptSchedule>;
};

/** Where in its flexible window a schedule fires: anywhere, but in every run at the same place. */
function delayWithinWindow({ arn, windowMinutes }: Schedule): number {
  const digest = createHash('sha256').update(arn).digest().readUInt32BE(0);
  return (digest % Math.max(1, windowMinutes * 60)) * 1000;
}

/** All schedules, and their place in the clock's list of due times. */
export class ScheduleBook {
  readonly #options: BookOptions;
  readonly #schedules = new Map<string, Schedule>();

  constructor(options: BookOptions) {
    this.#options = options;
    for (const [, kept] of options.kept.entries()) this.#write({ ...kept });
  }

  create(order: ScheduleOrder, cause: Cause): Schedule {
    const arn = this.#options.arnOf(order.group, order.name);
    if (this.#schedules.has(arn)) throw conflict(`Schedule ${order.name} already exists.`);
    const now = this.#options.clock.now();
    return this.#write({ ...order, arn, createdAt: now, changedAt: now, cause });
  }

  /** Sets everything anew but the time of creation. */
  update(order: ScheduleOrder, cause: Cause): Schedule {
    const before = this.get(order.group, order.name);
    before.cancel?.();
    return this.#write({
      ...order,
      arn: before.arn,
      createdAt: before.createdAt,
      changedAt: this.#options.clock.now(),
      cause,
    });
  }

  get(group: string, name: string): Schedule {
    const schedule = this.#schedules.get(this.#options.arnOf(group, name));
    if (schedule === undefined) throw notFound(`Schedule ${name} does not exist.`);
    return schedule;
  }

  remove(schedule: Schedule): void {
    schedule.cancel?.();
    this.#schedules.delete(schedule.arn);
    this.#options.kept.remove(schedule.arn);
  }

  /** In the order of their arns. */
  list(): readonly Schedule[] {
    return [...this.#schedules.values()].toSorted((left, right) => (left.arn < right.arn ? -1 : 1));
  }

  #write(schedule: Schedule): Schedule {
    this.#schedules.set(schedule.arn, schedule);
    this.#keep(schedule);
    if (schedule.isEnabled) this.#plan(schedule);
    return schedule;
  }

  #keep({ cancel: _cancel, ...kept }: Schedule): void {
    this.#options.kept.put(kept.arn, kept);
  }

  #plan(schedule: Schedule): void {
    const { clock, fire } = this.#options;
    const { timing, startAt, endAt, isDeletedAfterwards } = schedule;
    const delay = delayWithinWindow(schedule);
    if (timing.kind === 'once') {
      if (schedule.hasFired) return;
      schedule.cancel = clock.at(timing.at + delay, schedule.arn, () => {
        schedule.hasFired = true;
        if (isDeletedAfterwards) this.remove(schedule);
        else this.#keep(schedule);
        fire(schedule, timing.at);
      });
      return;
    }
    // Without a start date, "your schedule starts invoking the target immediately" (Scheduler user guide, rate-based schedules).
    const firstAt = schedule.nextAt ?? Math.max(startAt ?? 0, clock.now()) + delay;
    const onPlan = (at: number): void => {
      schedule.nextAt = at;
      this.#keep(schedule);
    };
    const rhythm = { firstAt, everySeconds: timing.everySeconds, endAt, onPlan };
    schedule.cancel = startRecurring(clock, schedule.arn, rhythm, (at) => {
      const isLast = endAt !== undefined && at + timing.everySeconds * 1000 > endAt;
      if (isLast && isDeletedAfterwards) this.remove(schedule);
      fire(schedule, at - delay);
    });
  }
}
