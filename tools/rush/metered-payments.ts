import type { Timeline } from '../../test/simulation/machine/timeline.ts';
import type { Trace } from '../../test/simulation/machine/trace.ts';
import type { Wire } from '../../test/simulation/machine/wire.ts';
import { createBusiest } from './busiest.ts';

type Options = {
  readonly timeline: Timeline;
  readonly chance: () => number;
  readonly paymentMilliseconds: number;
};

/** The way to the payment service and back takes its time, and everything that goes there is counted. */
export function createMeteredPayments({ timeline, chance, paymentMilliseconds }: Options) {
  const requests = new Map<string, number>();
  const busiest = createBusiest(timeline.now);
  let refused = 0;
  const way = (): Promise<void> =>
    new Promise((resolve) => {
      const milliseconds = paymentMilliseconds * (0.25 + chance() * 0.5);
      timeline.after(milliseconds, 'to the payment service', () => resolve());
    });
  const trace: Trace = {
    note: () => {},
    say(sentence) {
      if (sentence.includes('is refused: 429')) refused += 1;
    },
    lines: () => [],
    digest: () => '',
  };
  return {
    requests,
    busiest,
    /** Requests that were answered 429. */
    refused: () => refused,
    trace,
    slow: (wire: Wire): Wire => ({
      ...wire,
      pass: (call, effect) =>
        wire.pass(call, async () => {
          await way();
          requests.set(call, (requests.get(call) ?? 0) + 1);
          busiest.add(call);
          busiest.add('all');
          await effect();
          await way();
        }),
    }),
  };
}
