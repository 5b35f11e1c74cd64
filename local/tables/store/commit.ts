import type { Cause, Clock } from '../../model.ts';
import { areItemsEqual } from '../values/compare.ts';
import { sizeOfItem } from '../values/sizes.ts';
import { pickItem } from '../values/value.ts';
import { trackExpiry } from './expiry.ts';
import type { KeptTables } from './kept-tables.ts';
import { namesOf, schemaOf } from './keys.ts';
import type { StreamRecord } from './stream-records.ts';
import type { Entry, IndexState, TableState } from './table.ts';

/** One item's change: from nothing an insertion, to nothing a deletion, to itself (`before === after`) only a check. */
export type Change = {
  readonly table: TableState;
  readonly before: Entry | undefined;
  readonly after: Entry | undefined;
};

export type StreamListener = (records: StreamRecord[], cause: Cause) => void;
/** A table that is put back to an earlier time tells nothing: the service makes it anew, with a stream that begins there. */
export type Commit = (changes: readonly Change[], cause: Cause, by: 'caller' | 'ttl' | 'restore') => void;

export type CommitOptions = {
  readonly clock: Clock;
  readonly region: string;
  /** How late indexes follow their table, virtual milliseconds; 0 for at once. */
  readonly indexLagMilliseconds: number;
  readonly listenersOf: (streamArn: string) => readonly StreamListener[];
  readonly kept: KeptTables;
};

/** The one way in: every change of every table passes here, all changes of one call together, and the streams tell of it. */
export function createCommit(options: CommitOptions): Commit {
  let sequence = options.kept.sequence();
  return (changes, cause, by) => {
    const told = new Map<string, StreamRecord[]>();
    for (const change of changes) {
      if (change.before === change.after) continue;
      store(change, options);
      options.kept.changed(change);
      if (change.table.model.streamArn === undefined || by === 'restore') continue;
      const record = recordOf(change, by, options, ++sequence);
      if (record === undefined) continue;
      const records = told.get(record.eventSourceARN) ?? [];
      told.set(record.eventSourceARN, records);
      records.push(record);
    }
    if (told.size > 0) options.kept.reached(sequence);
    for (const [arn, records] of told) for (const listen of options.listenersOf(arn)) listen(records, cause);
  };
}

function store({ table, before, after }: Change, { clock, indexLagMilliseconds }: CommitOptions): void {
  if (after !== undefined) table.entries.set(after);
  else if (before !== undefined) table.entries.delete(before.key);
  trackExpiry(table, before, after);
  table.indexes.forEach((index, at) => {
    if (before?.shadows[at] === undefined && after?.shadows[at] === undefined) return;
    const follow = () => moveShadow(index, before, after, at);
    if (indexLagMilliseconds === 0) follow();
    else clock.at(clock.now() + indexLagMilliseconds, `index ${index.model.name}`, follow);
  });
}

function moveShadow(index: IndexState, before: Entry | undefined, after: Entry | undefined, at: number): void {
  const [old, fresh] = [before?.shadows[at], after?.shadows[at]];
  if (old !== undefined && old.key !== fresh?.key) index.entries.delete(old.key);
  if (fresh !== undefined) index.entries.set(fresh);
}

function recordOf(
  { table, before, after }: Change,
  by: 'caller' | 'ttl',
  { clock, region }: CommitOptions,
  sequence: number,
): StreamRecord | undefined {
  const item = (after ?? before)?.item;
  if (item === undefined || (before && after && areItemsEqual(before.item, after.item))) return undefined;
  const keys = pickItem(item, namesOf(schemaOf(table.model)));
  return {
    eventID: sequence.toString(16).padStart(32, '0'),
    eventName: before === undefined ? 'INSERT' : after === undefined ? 'REMOVE' : 'MODIFY',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: region,
    eventSourceARN: table.model.streamArn ?? '',
    ...(by === 'ttl' && { userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' } }),
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(clock.now() / 1000),
      Keys: keys,
      ...(after && { NewImage: after.item }),
      ...(before && { OldImage: before.item }),
      SequenceNumber: sequence.toString().padStart(21, '0'),
      SizeBytes: sizeOfItem(keys) + (before?.size ?? 0) + (after?.size ?? 0),
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
  };
}
