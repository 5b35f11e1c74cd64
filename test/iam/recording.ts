import type { CloudOptions } from '../../local/cloud.ts';
import { type Word, wordsOfAsk } from './words.ts';

type OnAsk = NonNullable<CloudOptions['onAsk']>;
type OnLog = NonNullable<CloudOptions['onLog']>;

/** What the units asked of their roles while a world was open. */
export type Recording = {
  readonly onAsk: OnAsk;
  readonly onLog: OnLog;
  /** What a unit asked for, allowed or not. */
  askedBy(unit: string): ReadonlySet<Word>;
  /** What the requests of one HTTP operation asked for. */
  askedFor(operation: string): ReadonlySet<Word>;
  /** Every refused question: one call may ask for several grants at once. */
  denied(): readonly Denial[];
};
export type Denial = { readonly unit: string; readonly words: readonly Word[] };

export function createRecording(): Recording {
  const units = new Map<string, Set<Word>>();
  const requests = new Map<string, Set<Word>>();
  const operations = new Map<string, Set<Word>>();
  const denied: Denial[] = [];
  return {
    onAsk({ functionName, ask, cause, isAllowed }) {
      const unit = unitOf(functionName);
      const words = wordsOfAsk(ask);
      if (!isAllowed) denied.push({ unit, words });
      for (const word of words) {
        add(units, unit, word);
        if (cause.requestId !== undefined) add(requests, cause.requestId, word);
      }
    },
    // A unit says at the end of a request which operation it was.
    onLog({ text }) {
      const { operation, requestId } = readLine(text);
      if (operation === undefined || requestId === undefined) return;
      for (const word of requests.get(requestId) ?? []) add(operations, operation, word);
      requests.delete(requestId);
    },
    askedBy: (unit) => units.get(unit) ?? new Set(),
    askedFor: (operation) => operations.get(operation) ?? new Set(),
    denied: () => denied,
  };
}

/** Function names carry the prefix of the deployment. */
export const unitOf = (functionName: string): string => functionName.replace(/^rostrum-/, '');

function add(sets: Map<string, Set<Word>>, name: string, word: Word): void {
  const set = sets.get(name) ?? new Set();
  sets.set(name, set.add(word));
}

type Line = { readonly operation?: string; readonly requestId?: string };

function readLine(text: string): Line {
  try {
    return toLine(JSON.parse(text));
  } catch {
    return {};
  }
}
const toLine = (value: unknown) => value as Line;
