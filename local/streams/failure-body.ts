import { randomUUID } from 'node:crypto';
import { toSecond } from '../bus/envelope.ts';
import type { JsonObject } from '../model.ts';
import type { Batch } from './batch.ts';

export type LossReason = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

type Context = {
  readonly functionArn: string;
  readonly shardId: string;
  readonly streamArn: string;
  readonly now: number;
};

/** What an on-failure destination gets (Lambda developer guide, DynamoDB errors): where the records are, not the records. */
export function failureBody(batch: Batch, reason: LossReason, context: Context): JsonObject {
  const [first, last] = [batch.entries.at(0)?.record.dynamodb, batch.entries.at(-1)?.record.dynamodb];
  const arrivalOf = (part: typeof first) => toSecond((part?.ApproximateCreationDateTime ?? 0) * 1000);
  const hasRun = batch.failures > 0;
  return {
    requestContext: {
      requestId: randomUUID(),
      functionArn: context.functionArn,
      condition: reason,
      approximateInvokeCount: batch.failures,
    },
    ...(hasRun && { responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' } }),
    version: '1.0',
    timestamp: new Date(context.now).toISOString(),
    DDBStreamBatchInfo: {
      shardId: context.shardId,
      startSequenceNumber: first?.SequenceNumber,
      endSequenceNumber: last?.SequenceNumber,
      approximateArrivalOfFirstRecord: arrivalOf(first),
      approximateArrivalOfLastRecord: arrivalOf(last),
      batchSize: batch.entries.length,
      streamArn: context.streamArn,
    },
  };
}
