import type { Surroundings } from '../runtime/context.ts';

/** The payment service takes 25 requests a second of one kind (its default): 20 of ours leave room for what people do by hand. */
const betweenMilliseconds = 50;

/**
 * What waits in a queue stands in so many lines, each a message group that goes on when its last request was answered: an answer
 * takes the service a third of a second and more, so that one line alone would come to three a second.
 */
const lineCount = 10;

/** The line of an order or a payment, by its id. */
export const lineOf = (id: string): string => `line-${id.charCodeAt(id.length - 1) % lineCount}`;

const lastAt = new Map<string, number>();
let newest = 0;

/** Does the work no sooner than its turn. Of a line one caller comes at a time, as a queue delivers a group; whoever is in none is alone. */
export async function inPace<T>(context: Pick<Surroundings, 'now'>, work: () => Promise<T>, line = ''): Promise<T> {
  const now = context.now();
  // A clock that was set back begins anew.
  if (now < newest) lastAt.clear();
  newest = now;
  const between = line === '' ? betweenMilliseconds : betweenMilliseconds * lineCount;
  const waitMilliseconds = (lastAt.get(line) ?? 0) + between - now;
  if (waitMilliseconds > 0) await new Promise((resolve) => setTimeout(resolve, waitMilliseconds));
  lastAt.set(line, context.now());
  return work();
}
