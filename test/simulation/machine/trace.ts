import { createHash } from 'node:crypto';
import type { Execution } from './operations.ts';
import type { Timeline } from './timeline.ts';

/** What happened in a run, in order. Lines are made only when somebody reads them. */
export type Trace = {
  note(execution: Execution, site: string, outcome: string, fate?: string): void;
  say(sentence: string): void;
  lines(): readonly string[];
  /** The same for the same run. */
  digest(): string;
};

type Entry = { readonly at: number; readonly number?: number; readonly text: string };

export function createTrace(timeline: Timeline): Trace {
  const startedAt = timeline.now();
  const entries: Entry[] = [];
  const lines = () =>
    entries.map(({ at, number, text }) => {
      const seconds = ((at - startedAt) / 1000).toFixed(3).padStart(9);
      return `${seconds} ${number === undefined ? '     ' : `#${number}`.padEnd(5)} ${text}`;
    });
  return {
    note({ number }, site, outcome, fate) {
      const befallen = fate && fate !== outcome ? ` [${fate}]` : '';
      entries.push({ at: timeline.now(), number, text: `${site} → ${outcome}${befallen}` });
    },
    say(text) {
      entries.push({ at: timeline.now(), text });
    },
    lines,
    digest: () => createHash('sha256').update(lines().join('\n')).digest('hex').slice(0, 16),
  };
}
