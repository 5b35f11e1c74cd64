import {
  type AttributeValue,
  BatchGetItemCommand,
  DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Wiring } from '../wiring.ts';
import type { Key, TableName } from './table.ts';

export type Item = Readonly<Record<string, unknown>>;

/** An open connection with the tables' names. */
export type Tables = { readonly client: DynamoDBClient; readonly wiring: Wiring; name(table: TableName): string };

const open = new WeakMap<Wiring, Tables>();

/** One client per cold start, however many adapters share the wiring. Two attempts: one layer retries, and queues redrive. */
export function tablesOf(wiring: Wiring): Tables {
  const known = open.get(wiring);
  if (known) return known;
  const tables: Tables = {
    client: new DynamoDBClient({ maxAttempts: 2 }),
    wiring,
    name(table) {
      const name = wiring.tableNames[table];
      if (name === undefined) throw new Error(`This unit has no grant on the table '${table}'`);
      return name;
    },
  };
  open.set(wiring, tables);
  return tables;
}

export const toAttributes = (item: Item): Record<string, AttributeValue> =>
  marshall(item, { removeUndefinedValues: true });
const toKey = (key: Key): Record<string, AttributeValue> => marshall(key);

/** Strongly consistent unless said otherwise: 1 read unit per 4 KB, half of it when eventual. */
export async function getItem(
  tables: Tables,
  table: TableName,
  key: Key,
  isConsistent = true,
): Promise<Item | undefined> {
  const answer = await tables.client.send(
    new GetItemCommand({ TableName: tables.name(table), Key: toKey(key), ConsistentRead: isConsistent }),
  );
  return answer.Item ? unmarshall(answer.Item) : undefined;
}

export type Wanted = { readonly table: TableName; readonly key: Key; readonly isConsistent: boolean };

/** Reads items, 100 a call (the service's limit), in the order asked, absent ones undefined; a key may be asked for twice. Throttled keys are asked again. */
export async function batchGet(tables: Tables, wanted: readonly Wanted[]): Promise<(Item | undefined)[]> {
  if (wanted.length > 100) {
    const [first, rest] = [wanted.slice(0, 100), wanted.slice(100)];
    return (await Promise.all([batchGet(tables, first), batchGet(tables, rest)])).flat();
  }
  const found = new Map<string, Item>();
  let request: Record<string, Pending> = {};
  // The service refuses a batch that names a key twice.
  const once = new Map(wanted.map((entry) => [keyText(tables.name(entry.table), entry.key), entry]));
  for (const { table, key, isConsistent } of once.values()) {
    const name = tables.name(table);
    request[name] ??= { Keys: [], ConsistentRead: isConsistent };
    request[name].Keys.push(toKey(key));
  }
  for (let round = 0; Object.keys(request).length > 0; round += 1) {
    if (round > 4) throw new Error('Some keys of a batch stayed throttled');
    const answer = await tables.client.send(new BatchGetItemCommand({ RequestItems: request }));
    for (const [name, items] of Object.entries(answer.Responses ?? {}))
      for (const item of items.map((attributes) => unmarshall(attributes))) found.set(keyText(name, item), item);
    request = toPending(answer.UnprocessedKeys);
  }
  return wanted.map(({ table, key }) => found.get(keyText(tables.name(table), key)));
}

const keyText = (name: string, key: Item): string => `${name}|${key['pk']}|${key['sk']}`;

type Pending = { Keys: Record<string, AttributeValue>[]; ConsistentRead: boolean };

const toPending = (unprocessed: unknown): Record<string, Pending> => (unprocessed ?? {}) as Record<string, Pending>;

export type Page = { readonly items: Item[]; readonly next?: Item };
export type Question = {
  readonly table: TableName;
  readonly index?: string;
  /** Key condition in expression syntax; attribute names as `#name` are taken from `names`. */
  readonly where: string;
  readonly values: Item;
  readonly names?: Readonly<Record<string, string>>;
  readonly filter?: string;
  readonly limit?: number;
  readonly isBackward?: boolean;
  readonly isConsistent?: boolean;
  readonly after?: Item;
};

/** One page of a query: 1 read unit per 4 KB read, half of it when eventual (always so on an index). */
export async function query(tables: Tables, question: Question): Promise<Page> {
  const input: QueryCommandInput = {
    TableName: tables.name(question.table),
    KeyConditionExpression: question.where,
    ExpressionAttributeValues: toAttributes(question.values),
    ScanIndexForward: !question.isBackward,
    ConsistentRead: question.isConsistent ?? false,
    ...(question.index && { IndexName: question.index }),
    ...(question.names && { ExpressionAttributeNames: { ...question.names } }),
    ...(question.filter && { FilterExpression: question.filter }),
    ...(question.limit && { Limit: question.limit }),
    ...(question.after && { ExclusiveStartKey: toAttributes(question.after) }),
  };
  const answer = await tables.client.send(new QueryCommand(input));
  return {
    items: (answer.Items ?? []).map((attributes) => unmarshall(attributes)),
    ...(answer.LastEvaluatedKey && { next: unmarshall(answer.LastEvaluatedKey) }),
  };
}
