import {
  DeleteItemCommand,
  PutItemCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { type Item, type Tables, toAttributes } from './client.ts';
import type { Key, TableName } from './table.ts';

/** A condition in expression syntax with its values; names are always aliased as `#name` by whoever writes it. */
export type Condition = {
  readonly text: string;
  readonly values?: Item;
  readonly names?: Readonly<Record<string, string>>;
};
export type Change = {
  readonly set?: Item;
  /** Set only where nothing stands yet. */
  readonly init?: Item;
  readonly add?: Item;
  /** Elements taken out of a string set. */
  readonly drop?: Item;
  readonly remove?: readonly string[];
};
export type Write =
  | { readonly kind: 'put'; readonly table: TableName; readonly item: Key & Item; readonly when: Condition }
  | {
      readonly kind: 'update';
      readonly table: TableName;
      readonly key: Key;
      readonly change: Change;
      readonly when: Condition;
    }
  | { readonly kind: 'remove'; readonly table: TableName; readonly key: Key; readonly when: Condition }
  | { readonly kind: 'check'; readonly table: TableName; readonly key: Key; readonly when: Condition };

/** Which writes found their condition false, with the item that stood there. */
export type Failure = { readonly index: number; readonly item?: Item };
export type Written =
  | { readonly isWritten: true }
  | { readonly isWritten: false; readonly failures: readonly Failure[] };

export const absent: Condition = { text: 'attribute_not_exists(pk)' };
export const present: Condition = { text: 'attribute_exists(pk)' };

/** `token` makes a repeated transaction within ten minutes a no-op (the service's limit). */
export type WriteOptions = {
  readonly token?: string;
  /** A conflict at this write alone is its failure: somebody else is taking the item, and another one will do. */
  readonly rivalIndex?: number;
};

/** Conflicts with other transactions are retried here and nowhere else: five times, full jitter (data-and-scale). */
const conflictRetries = 5;

/**
 * Writes all or nothing, each write under its condition: one write costs 1 unit per KB, several twice that.
 * A false condition is answered with the old item; a conflict that outlasts its retries throws the SDK's exception.
 */
export async function write(tables: Tables, writes: readonly Write[], options: WriteOptions = {}): Promise<Written> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await send(tables, writes, options.token);
      return { isWritten: true };
    } catch (error) {
      const failures = readFailures(error, options.rivalIndex);
      if (failures) return { isWritten: false, failures };
      if (!isConflict(error) || attempt >= conflictRetries) throw error;
      const waitMilliseconds = tables.wiring.random() * 25 * 2 ** attempt;
      await new Promise((resolve) => setTimeout(resolve, waitMilliseconds));
    }
  }
}

async function send(tables: Tables, writes: readonly Write[], token: string | undefined): Promise<void> {
  const [only] = writes;
  if (writes.length > 1 || token !== undefined || only === undefined || only.kind === 'check') {
    const TransactItems = writes.map((entry) => toTransactItem(tables, entry));
    await tables.client.send(new TransactWriteItemsCommand({ TransactItems, ClientRequestToken: token }));
    return;
  }
  const { Put, Update, Delete } = toTransactItem(tables, only);
  if (Put) await tables.client.send(new PutItemCommand(Put));
  if (Update) await tables.client.send(new UpdateItemCommand(Update));
  if (Delete) await tables.client.send(new DeleteItemCommand(Delete));
}

function toTransactItem(tables: Tables, entry: Write): TransactWriteItem {
  const TableName = tables.name(entry.table);
  const update = entry.kind === 'update' ? expressionOf(entry.change) : undefined;
  const names = { ...entry.when.names, ...update?.names };
  const values = { ...entry.when.values, ...update?.values };
  const condition = {
    TableName,
    ConditionExpression: entry.when.text,
    ...(Object.keys(names).length > 0 && { ExpressionAttributeNames: names }),
    ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: toAttributes(values) }),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  };
  if (entry.kind === 'put') return { Put: { ...condition, Item: toAttributes(entry.item) } };
  const Key = toAttributes(entry.key);
  if (entry.kind === 'remove') return { Delete: { ...condition, Key } };
  if (entry.kind === 'check') return { ConditionCheck: { ...condition, Key } };
  return { Update: { ...condition, Key, UpdateExpression: update?.text } };
}

/** Update expression with every attribute aliased as `#u_name` and every value as `:u_name`. */
function expressionOf(change: Change): {
  text: string;
  names: Record<string, string>;
  values: Record<string, unknown>;
} {
  const names: Record<string, string> = {};
  const values: Record<string, unknown> = {};
  const terms = (part: Item | undefined, term: (name: string, value: string) => string): string[] => {
    const entries = Object.entries(part ?? {}).filter(([, value]) => value !== undefined);
    return entries.map(([name, value]) => {
      names[`#u_${name}`] = name;
      values[`:u_${name}`] = value;
      return term(`#u_${name}`, `:u_${name}`);
    });
  };
  const clause = (word: string, parts: readonly string[]): string =>
    parts.length > 0 ? `${word} ${parts.join(', ')} ` : '';
  const removed = (change.remove ?? []).map((name) => {
    names[`#u_${name}`] = name;
    return `#u_${name}`;
  });
  const set = terms(change.set, (name, value) => `${name} = ${value}`);
  const init = terms(change.init, (name, value) => `${name} = if_not_exists(${name}, ${value})`);
  const add = terms(change.add, (name, value) => `${name} ${value}`);
  const drop = terms(change.drop, (name, value) => `${name} ${value}`);
  const text = [
    clause('SET', [...set, ...init]),
    clause('ADD', add),
    clause('DELETE', drop),
    clause('REMOVE', removed),
  ].join('');
  return { text: text.trim(), names, values };
}

type Reason = { readonly Code?: string; readonly Item?: Parameters<typeof unmarshall>[0] };

const reasonsOf = (error: unknown): readonly Reason[] =>
  error instanceof Error && 'CancellationReasons' in error ? toReasons(error.CancellationReasons) : [];
const toReasons = (value: unknown): readonly Reason[] => (Array.isArray(value) ? (value as Reason[]) : []);

/** Failed conditions of a transaction or of a single write; undefined when it failed for another reason (a conflict wins: retry first). */
function readFailures(error: unknown, rivalIndex?: number): Failure[] | undefined {
  if (!(error instanceof Error)) return undefined;
  const isLost = rivalIndex !== undefined && conflictsOf(error).every((index) => index === rivalIndex);
  if (isConflict(error) && !(isLost && error.name === 'TransactionCanceledException')) return undefined;
  if (error.name === 'ConditionalCheckFailedException') {
    const [reason] = toReasons(['Item' in error ? { Item: error.Item } : {}]);
    return [toFailure(0, reason)];
  }
  const failed = reasonsOf(error).flatMap((reason, index) =>
    reason.Code === 'ConditionalCheckFailed' || reason.Code === 'TransactionConflict' ? [toFailure(index, reason)] : [],
  );
  return failed.length > 0 ? failed : undefined;
}

const toFailure = (index: number, reason: Reason | undefined): Failure =>
  reason?.Item ? { index, item: unmarshall(reason.Item) } : { index };

const conflictsOf = (error: Error): readonly number[] =>
  reasonsOf(error).flatMap((reason, index) => (reason.Code === 'TransactionConflict' ? [index] : []));

export const isConflict = (error: unknown): boolean =>
  error instanceof Error &&
  (error.name === 'TransactionConflictException' ||
    error.name === 'TransactionInProgressException' ||
    reasonsOf(error).some((reason) => reason.Code === 'TransactionConflict'));
