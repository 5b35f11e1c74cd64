import type { Surroundings } from '../runtime/context.ts';

/** The payment service takes 25 requests a second of one kind (its default): 20 of ours leave room for what people do by hand. */
const betweenMilliseconds = 50;
let lastAt = 0;

/** Does the work no sooner than its turn: one caller at a time, as a queue with one group delivers. */
export async function inPace<T>(context: Pick<Surroundings, 'now'>, work: () => Promise<T>): Promise<T> {
  const waitMilliseconds = Math.min(lastAt + betweenMilliseconds - context.now(), betweenMilliseconds);
  if (waitMilliseconds > 0) await new Promise((resolve) => setTimeout(resolve, waitMilliseconds));
  lastAt = context.now();
  return work();
}
