import { isoOf } from '../../../domain/time.ts';
import type { TicketScene } from './scene.ts';

const minuteMilliseconds = 60_000;
const busyMilliseconds = 300 * minuteMilliseconds;

/** The sweep of each minute, unless nothing is due; until the returned function is called. */
export function startSweeping({ world, watch }: TicketScene): () => void {
  const unit = world.model.functions.find(({ name }) => name.endsWith('-stripe-worker'));
  const startedAt = world.timeline.now();
  let isOver = false;
  /** What still is due after hours is due for days: looking each minute would show nothing new. */
  const pace = (): number => (world.timeline.now() - startedAt < busyMilliseconds ? 1 : 20) * minuteMilliseconds;
  const tick = (): void => {
    if (isOver) return;
    const event = { 'detail-type': 'Scheduled Event', source: 'aws.events', detail: {} };
    if (watch.books.isDue(isoOf(world.timeline.now()))) void world.invoke(unit?.arn ?? '', event, {});
    world.timeline.after(pace(), 'the sweep of tickets', tick);
  };
  world.timeline.after(minuteMilliseconds, 'the sweep of tickets', tick);
  return () => {
    isOver = true;
  };
}
