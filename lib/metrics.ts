import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { UnitEntry } from '../functions/runtime/manifest.ts';
import { type MetricName, metricNamespace } from '../functions/runtime/metrics.ts';
import { named } from './cloud.ts';

/** Minutes of one datapoint. What people wait for is judged by the minute, the rest every five. */
type Minutes = 1 | 5;

/** A metric that the functions tell; `dimensions` narrows one that has a dimension down to one value. */
export function told(
  name: MetricName,
  statistic: string,
  minutes: Minutes,
  dimensions: Readonly<Record<string, string>> = {},
): Metric {
  const period = Duration.minutes(minutes);
  return new Metric({ namespace: metricNamespace, metricName: name, statistic, period, dimensionsMap: dimensions });
}

/** A metric of one of our functions, by its name in the account: alarms need no reference to its stack. */
export function ofFunction(unit: string, metricName: string, statistic: string, minutes: Minutes): Metric {
  return new Metric({
    namespace: 'AWS/Lambda',
    metricName,
    statistic,
    period: Duration.minutes(minutes),
    dimensionsMap: { FunctionName: named(unit) },
  });
}

export function ofQueue(queueName: string, metricName: string): Metric {
  return new Metric({
    namespace: 'AWS/SQS',
    metricName,
    statistic: 'Maximum',
    period: Duration.minutes(1),
    dimensionsMap: { QueueName: queueName },
  });
}

/** Everything that went wrong in a unit: runs that failed, and faults that were answered or are delivered again. */
export function faultsOf({ name }: UnitEntry): MathExpression {
  return new MathExpression({
    expression: 'FILL(errors, 0) + FILL(faults, 0)',
    usingMetrics: {
      errors: ofFunction(name, 'Errors', 'Sum', 5),
      faults: told('Faults', 'Sum', 5, { service: name }),
    },
    period: Duration.minutes(5),
    label: `faults of ${name}`,
  });
}

/** Percent of `whole` that is `part`; nothing as long as there are fewer than `least` in it. */
export function percentOf(part: Metric, whole: Metric, least: number, minutes: Minutes = 1): MathExpression {
  return new MathExpression({
    expression: `IF(whole >= ${least}, 100 * FILL(part, 0) / whole, 0)`,
    usingMetrics: { part, whole },
    period: Duration.minutes(minutes),
    label: 'percent',
  });
}
