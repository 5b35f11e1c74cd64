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
const placeOf = (line: string): number => Number(line.slice('line-'.length));

const lastAt = new Map<string, number>();
let newest = 0;

/** Does the work no sooner than its turn. Of a line one caller comes at a time, as a queue delivers a group; whoever is in none is alone. */
export async function inPace<T>(context: Pick<Surroundings, 'now'>, work: () => Promise<T>, line = ''): Promise<T> {
  const now = context.now();
  // A clock that was set back begins anew.
  if (now < newest) lastAt.clear();
  newest = now;
  const waitMilliseconds = line === '' ? (lastAt.get(line) ?? 0) + betweenMilliseconds - now : untilTurn(line, now);
  if (waitMilliseconds > 0) await new Promise((resolve) => setTimeout(resolve, waitMilliseconds));
  lastAt.set(line, context.now());
  return work();
}

/** A line that begins takes its own part of the clock, so that lines that begin together do not go on together. */
function untilTurn(line: string, now: number): number {
  const between = betweenMilliseconds * lineCount;
  const last = lastAt.get(line) ?? 0;
  if (now - last < 4 * between) return last + between - now;
  return (placeOf(line) * betweenMilliseconds + between - (now % between)) % between;
}

/** What waits in the queues has its ten lines: all of them here as well would be more than the payment service takes. */
const linesAtOnce = 3;

/** In each line one after the other; some lines at a time. */
export async function inLines<T>(
  items: readonly T[],
  idOf: (item: T) => string,
  handle: (items: readonly T[], line: string) => Promise<void>,
): Promise<void> {
  const lines = Map.groupBy(items, (item) => lineOf(idOf(item))).entries();
  // One iterator for all: each takes the next line that nobody has taken.
  const takeLines = async (): Promise<void> => {
    for (const [line, inLine] of lines) await handle(inLine, line);
  };
  await Promise.all(Array.from({ length: linesAtOnce }, takeLines));
}
