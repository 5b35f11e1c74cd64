import { createHash } from 'node:crypto';
import { followingFrom } from '../bus/cause.ts';
import { compilePattern } from '../bus/pattern.ts';
import { forgetful } from '../keeping/forgetful.ts';
import type { Cause, Clock, Faults, Invoke, Keeping, MappingModel, SendMessage } from '../model.ts';
import type { StreamRecord } from '../tables/store/stream-records.ts';
import type { Entry } from './batch.ts';
import { Shard, type ShardContext } from './shard.ts';

export type StreamsOptions = {
  readonly clock: Clock;
  /** Tells the listener of every change, in order, all changes of one call together; `Tables.onStream` is one. */
  readonly subscribe: (streamArn: string, listener: (records: readonly StreamRecord[], cause: Cause) => void) => void;
  readonly mappings: readonly MappingModel[];
  readonly invoke: Invoke;
  readonly send: SendMessage;
  /** Strikes batches, under the table's name: duplicate, delay (30 virtual seconds, with all that is behind). */
  readonly faults?: Faults | undefined;
  /** @default nothing is kept */
  readonly keeping?: Keeping | undefined;
};

/** "Do not allow more than two processes to read from the same stream shard at the same time" (DynamoDB quotas). */
const maxReaders = 2;
/** Sequences per mapping that do not wait for each other; stands for shards and the parallelization factor. */
const shardsPerMapping = 4;

/** Records of one partition key always come to the same place; the key comes first in `Keys`. */
function placeOf(record: StreamRecord): number {
  const [partitionKey] = Object.values(record.dynamodb.Keys);
  return (createHash('sha256').update(JSON.stringify(partitionKey)).digest()[0] ?? 0) % shardsPerMapping;
}

type Context = Omit<ShardContext, 'onDone'> & { readonly keeping: Keeping };

const lastPart = (arn: string): string => arn.split(/[:/]/).at(-1) ?? '';

function startMapping(mapping: MappingModel, subscribe: StreamsOptions['subscribe'], context: Context): void {
  const { clock, keeping } = context;
  // What was on its way when a process before this one ended; a record stays kept until its batch is done.
  const kept = keeping.shelf<Entry>(`streams/${mapping.sourceArn.split('/')[1]}/${lastPart(mapping.functionArn)}`);
  const onDone = (entries: readonly Entry[]): void => {
    for (const { record } of entries) kept.remove(record.dynamodb.SequenceNumber);
  };
  const filters = mapping.filters.map((pattern) => compilePattern(pattern, mapping.sourceArn));
  const ids = Array.from({ length: shardsPerMapping }, (_, place) => `shardId-0000000000000000000${place}-local`);
  const shards = ids.map((id) => new Shard(id, mapping, { ...context, onDone }));
  for (const [, entry] of kept.entries()) shards[placeOf(entry.record)]?.push(entry);
  subscribe(mapping.sourceArn, (records, cause) => {
    const arrivedAt = clock.now();
    for (const record of records) {
      if (filters.length > 0 && !filters.some((fits) => fits({ ...record }))) continue;
      const entry = { record, cause: followingFrom(cause), arrivedAt };
      kept.put(record.dynamodb.SequenceNumber, entry);
      shards[placeOf(record)]?.push(entry);
    }
  });
}

/** Carries the changes of tables to functions, as event source mappings do; mappings of other sources are left alone. */
export function connectStreams(options: StreamsOptions): void {
  const mappings = options.mappings.filter(({ sourceArn }) => sourceArn.split(':')[2] === 'dynamodb');
  for (const { sourceArn } of mappings) {
    const readers = mappings.filter((mapping) => mapping.sourceArn === sourceArn).length;
    if (readers > maxReaders) throw new Error(`${sourceArn} has ${readers} readers; a stream allows ${maxReaders}`);
  }
  const { clock, invoke, send, faults, subscribe, keeping = forgetful } = options;
  for (const mapping of mappings) startMapping(mapping, subscribe, { clock, invoke, send, faults, keeping });
}
