import type { Place } from '../bench/report.ts';
import type { Tally } from './api.ts';
import type { Flatness } from './flatness.ts';
import type { Sample } from './measured.ts';

export type Run = {
  readonly place: Place;
  readonly minutes: number;
  readonly listeners: number;
  readonly isKept: boolean;
  readonly tally: Tally;
  readonly samples: readonly Sample[];
  readonly verdicts: readonly Flatness[];
};

const shown = (value: number): string => value.toFixed(value >= 100 ? 0 : 1);

export const rowOf = (sample: Sample): string =>
  `| ${sample.seconds.toFixed(0)} | ${sample.handles} | ${sample.resources} | ${sample.sockets} | ${shown(sample.rssMegabytes)} | ${shown(sample.threadsMegabytes)} | ${shown(sample.heapMegabytes)} | ${shown(sample.externalMegabytes)} |`;

export const tableHead = [
  '| second | handles | resources | realtime sockets | resident, MB | heaps of threads, MB | heap, MB | external, MB |',
  '| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
] as const;

export function verdictOf({ name, unit, early, late, atMost, isFlat }: Flatness): string {
  return `${name}: ${shown(early)}${unit} early, ${shown(late)}${unit} late, at most ${shown(atMost)}${unit}: ${isFlat ? 'flat' : 'NOT FLAT'}`;
}

/** docs/soak.md of a run. */
export function toMarkdown({ place, minutes, listeners, isKept, tally, samples, verdicts }: Run): string {
  const refused = [...tally.refused].map(([what, count]) => `- ${count} × ${what}`);
  return [
    '# Soak',
    'Printed by `npm run soak -- --write-docs`. Listeners sit in one live room with a realtime socket each; every second one leaves, one who left comes back, five read the room; every other second the host renames it. Without sound: `docs/bench.md` measures that. The record of calls, which keeps the newest 200 000 on purpose, is emptied at every sample; the cloud is a process of its own, measured after a collection of garbage.',
    'Flat means: after a first quarter for warming up, the median of the last third is above that of the first third by at most five handles or resources, or a tenth of the memory.',
    `Measured ${place.at.slice(0, 10)} with Node ${place.node} on ${place.machine}; load ${place.loadAtStart.toFixed(1)} at the start, ${place.loadAtEnd.toFixed(1)} at the end. ${minutes} minutes, ${listeners} listeners, ${isKept ? 'state kept in a folder' : 'state in memory'}, ${tally.calls} calls of the API.`,
    verdicts.map((verdict) => `- ${verdictOf(verdict)}`).join('\n'),
    refused.length === 0 ? 'No call was refused.' : `Calls that were refused:\n\n${refused.join('\n')}`,
    [...tableHead, ...samples.map(rowOf)].join('\n'),
  ].join('\n\n');
}
