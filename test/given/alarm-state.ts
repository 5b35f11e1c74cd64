import type { AlarmText, Watched } from './alarm-template.ts';
import { type Datapoints, evaluated } from './metric-math.ts';

/** What a line of the log told CloudWatch: a metric's value at a time, under its dimensions. */
export type Sample = {
  readonly at: number;
  readonly namespace: string;
  readonly name: string;
  readonly value: number;
  readonly dimensions: Readonly<Record<string, unknown>>;
};

type Directive = {
  readonly Namespace: string;
  readonly Dimensions: readonly (readonly string[])[];
  readonly Metrics: readonly { readonly Name: string }[];
};
type Line = Readonly<Record<string, unknown>> & {
  readonly _aws?: { readonly Timestamp: number; readonly CloudWatchMetrics: readonly Directive[] };
};

/** Reads a line as the embedded metric format asks: every value and dimension it names must be in the line. */
export function samplesOf(text: string): Sample[] {
  const line = text.includes('"_aws"') ? toLine(text) : {};
  if (!line._aws) return [];
  const { Timestamp: at, CloudWatchMetrics } = line._aws;
  return CloudWatchMetrics.flatMap(({ Namespace: namespace, Dimensions, Metrics }) =>
    Dimensions.flatMap((names) =>
      Metrics.map(({ Name: name }) => {
        const dimensions = Object.fromEntries(names.map((dimension) => [dimension, line[dimension]]));
        const value = line[name];
        if (typeof value !== 'number' || Object.values(dimensions).includes(undefined))
          throw new Error(`a line names ${name} and has no number or dimension for it: ${text}`);
        return { at, namespace, name, value, dimensions };
      }),
    ),
  );
}
const toLine = (text: string) => JSON.parse(text) as Line;

/** What CloudWatch makes of the samples: the alarm's state at that time, from its last periods. */
export function stateOf(alarm: AlarmText, samples: readonly Sample[], now: number): 'OK' | 'ALARM' {
  const period = alarm.periodSeconds * 1000;
  const lastStart = Math.floor(now / period) * period;
  const starts = Array.from({ length: alarm.evaluationPeriods }, (_, back) => lastStart - back * period);
  if (alarm.comparison !== 'GreaterThanOrEqualToThreshold' || alarm.missing !== 'notBreaching')
    throw new Error(`${alarm.name} compares in a way this does not know`);
  const breaching = starts.filter((start) => {
    const inPeriod = samples.filter(({ at }) => at >= start && at < start + period);
    const points: Datapoints = Object.fromEntries(
      alarm.watched.map((watched) => [watched.id, pointOf(watched, inPeriod)]),
    );
    const value = evaluated(alarm.expression, points);
    return value !== undefined && value >= alarm.threshold;
  });
  return breaching.length >= alarm.datapointsToAlarm ? 'ALARM' : 'OK';
}

function pointOf({ namespace, name, statistic, dimensions }: Watched, samples: readonly Sample[]): number | undefined {
  const wanted = JSON.stringify(Object.entries(dimensions).sort());
  const values = samples
    .filter((sample) => sample.namespace === namespace && sample.name === name)
    .filter((sample) => JSON.stringify(Object.entries(sample.dimensions).sort()) === wanted)
    .map(({ value }) => value)
    .sort((a, b) => a - b);
  if (values.length === 0) return undefined;
  if (statistic === 'Sum') return values.reduce((sum, value) => sum + value, 0);
  if (statistic === 'Maximum') return values.at(-1);
  const share = Number(/^p(\d+)$/.exec(statistic)?.[1]) / 100;
  return values[Math.min(values.length - 1, Math.ceil(values.length * share) - 1)];
}
