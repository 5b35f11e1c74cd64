import { createHash } from 'node:crypto';
import { followingFrom } from '../bus/cause.ts';
import { compilePattern } from '../bus/pattern.ts';
import type { Cause, Clock, Faults, Invoke, MappingModel, SendMessage } from '../model.ts';
import type { StreamRecord } from '../tables/store/stream-records.ts';
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

function startMapping(mapping: MappingModel, subscribe: StreamsOptions['subscribe'], context: ShardContext): void {
  const filters = mapping.filters.map((pattern) => compilePattern(pattern, mapping.sourceArn));
  const ids = Array.from({ length: shardsPerMapping }, (_, place) => `shardId-0000000000000000000${place}-local`);
  const shards = ids.map((id) => new Shard(id, mapping, context));
  subscribe(mapping.sourceArn, (records, cause) => {
    const arrivedAt = context.clock.now();
    for (const record of records) {
      if (filters.length > 0 && !filters.some((fits) => fits({ ...record }))) continue;
      shards[placeOf(record)]?.push({ record, cause: followingFrom(cause), arrivedAt });
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
  const { clock, invoke, send, faults } = options;
  for (const mapping of mappings) startMapping(mapping, options.subscribe, { clock, invoke, send, faults });
}
