import { isoOf } from '../../../domain/time.ts';
import type { Cancel } from '../../../local/model.ts';
import type { World } from '../machine/world.ts';
import type { TicketScene } from './scene.ts';

const minuteMilliseconds = 60_000;
const busyMilliseconds = 120 * minuteMilliseconds;
const nothing: Cancel = () => {};
const scheduled = { 'detail-type': 'Scheduled Event', source: 'aws.events', detail: {} };

const invoke = (world: World, unitName: string) => {
  const unit = world.model.functions.find(({ name }) => name.endsWith(unitName));
  return world.invoke(unit?.arn ?? '', scheduled, {});
};

/**
 * What the payment service has is compared with what we have: what was missed, or at four in the morning all of it. Lambda asks
 * three times.
 */
export async function reconcile(world: World): Promise<void> {
  for (let attempt = 0; attempt < 3; attempt += 1) if ((await invoke(world, '-sale-endings')).isOk) return;
}

/** A sweep beside that of the minute. */
export const sweepNow = (world: World) => invoke(world, '-stripe-worker');

/** The sweep of each minute, where something is due by then; until the returned function is called. */
export function startSweeping({ world, watch }: TicketScene): () => void {
  const { timeline } = world;
  const startedAt = timeline.now();
  let cancel = nothing;
  let nextAt = Number.POSITIVE_INFINITY;
  let lastAt = startedAt;

  const sweep = (): void => {
    nextAt = Number.POSITIVE_INFINITY;
    lastAt = timeline.now();
    if (watch.books.isDue(isoOf(lastAt))) void invoke(world, '-stripe-worker');
    plan();
  };
  /** The first full minute at which something is due, as the table is now. */
  const plan = (): void => {
    const dueAt = watch.books.nextDueAt();
    // What still is due after hours is due for days: looking each minute would show nothing new.
    const pace = (timeline.now() - startedAt < busyMilliseconds ? 1 : 20) * minuteMilliseconds;
    const at = startedAt + pace * Math.ceil((Math.max(dueAt, lastAt + 1) - startedAt) / pace);
    if (!Number.isFinite(at) || at === nextAt) return;
    cancel();
    nextAt = at;
    cancel = timeline.after(at - timeline.now(), 'the sweep of tickets', sweep);
  };
  const stopListening = watch.onWrite(plan);
  return () => {
    stopListening();
    cancel();
  };
}
