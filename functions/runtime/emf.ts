import { type MetricName, metricDimension, metricNamespace, metricUnits } from './metrics.ts';

export type Values = Readonly<Partial<Record<MetricName, number>>>;

/**
 * The fields that make a line of the log a line of metrics as well: CloudWatch's embedded metric format. A dimension's value
 * is the line's own field of that name.
 */
export function metricFields(values: Values, timestamp: number): object {
  const names = toNames(Object.keys(values));
  if (names.length === 0) return {};
  const byDimension = Object.entries(Object.groupBy(names, (name) => metricDimension[name] ?? ''));
  const directives = byDimension.map(([dimension, some = []]) => ({
    Namespace: metricNamespace,
    Dimensions: [dimension === '' ? [] : [dimension]],
    Metrics: some.map((name) => ({ Name: name, Unit: metricUnits[name] })),
  }));
  return { ...values, _aws: { Timestamp: timestamp, CloudWatchMetrics: directives } };
}

const toNames = (keys: readonly string[]) => keys as readonly MetricName[];
