import type { RushWorld } from './world.ts';

/** The rule of every minute that looks at what is due, until the returned function is called. */
export function startSweeping({ model, timeline, invoke }: RushWorld): () => void {
  const unit = model.functions.find(({ name }) => name.endsWith('-stripe-worker'));
  let isOver = false;
  const tick = (): void => {
    if (isOver) return;
    void invoke(unit?.arn ?? '', { 'detail-type': 'Scheduled Event', source: 'aws.events', detail: {} }, {});
    timeline.after(60_000, 'the sweep of tickets', tick);
  };
  timeline.after(60_000, 'the sweep of tickets', tick);
  return () => {
    isOver = true;
  };
}
