import { Duration } from 'aws-cdk-lib';
import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { FilterCriteria, type Function as LambdaFunction, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { StreamFilter, StreamTrigger, TableName, UnitEntry } from '../../functions/runtime/manifest.ts';

type Mapping = StreamTrigger['mapping'];

/** One event source mapping: everything that a unit's operations want of a table's stream at one pace. */
export type StreamPlan = {
  readonly unit: string;
  readonly stream: TableName;
  readonly mapping: Mapping;
  readonly filters: readonly StreamFilter[];
};

/** urgent goes out at once; bulk is gathered for a second, because counts and projections only gain by it. */
const paces: Readonly<Record<Mapping, Pace>> = {
  urgent: { batchSize: 10, windowSeconds: 0, isHalved: true },
  bulk: { batchSize: 100, windowSeconds: 1, isHalved: false },
};
type Pace = {
  readonly batchSize: number;
  readonly windowSeconds: number;
  /** Whether a batch that fails comes again in halves. What is summed up must not: halves of a sum that was written count twice. */
  readonly isHalved: boolean;
};

/** The mappings of all units. A stream bears two readers, so each pace of a table belongs to one unit; else it throws. */
export function streamPlansOf(units: readonly UnitEntry[]): StreamPlan[] {
  const plans = new Map<string, StreamPlan>();
  for (const unit of units)
    for (const { trigger } of unit.operations) {
      if (!('stream' in trigger)) continue;
      const key = `${trigger.stream} ${trigger.mapping}`;
      const plan = plans.get(key);
      if (plan && plan.unit !== unit.name) throw new Error(`${plan.unit} and ${unit.name} both read the stream ${key}`);
      plans.set(key, { ...trigger, unit: unit.name, filters: [...(plan?.filters ?? []), ...trigger.filter] });
    }
  return [...plans.values()];
}

/** Lets the function read a table's stream at the plan's pace: reported by item, five retries, an hour at most. */
export function readStream(lambda: LambdaFunction, table: ITableV2, plan: StreamPlan, deadLetters: IQueue): void {
  const { batchSize, windowSeconds, isHalved } = paces[plan.mapping];
  lambda.addEventSource(
    new DynamoEventSource(table, {
      // A new mapping starts at the oldest record: the stream is the outbox, nothing in it may be skipped.
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize,
      maxBatchingWindow: Duration.seconds(windowSeconds),
      bisectBatchOnError: isHalved,
      reportBatchItemFailures: true,
      retryAttempts: 5,
      maxRecordAge: Duration.hours(1),
      onFailure: new SqsDlq(deadLetters),
      filters: plan.filters.map(filterOf),
    }),
  );
}

/** `pk` is a prefix; `sk` is one if it ends with `#` like all our prefixes, otherwise the whole sort key; numbers travel as text. */
function filterOf({ pk, sk, counts = {} }: StreamFilter) {
  const sorted = sk?.endsWith('#') ? { prefix: sk } : sk;
  const keys = { ...(pk && { pk: { S: [{ prefix: pk }] } }), ...(sorted && { sk: { S: [sorted] } }) };
  const image = Object.entries(counts).map(([name, count]) => [name, { N: [String(count)] }]);
  return FilterCriteria.filter({
    dynamodb: { Keys: keys, ...(image.length > 0 && { NewImage: Object.fromEntries(image) }) },
  });
}
