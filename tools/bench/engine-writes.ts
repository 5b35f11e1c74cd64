import {
  type AttributeValue,
  PutItemCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { JsonObject } from '../../local/model.ts';
import type { TableBench } from './tables.ts';

/** The kinds of write that are measured; `at` counts them. */
export type Writes = {
  put(at: number): Promise<unknown>;
  update(at: number): Promise<unknown>;
  transact(at: number): Promise<unknown>;
};

/** Ten thousand people over and over: a put replaces, and moves its places in the indexes. */
const person = (at: number): string => String(at % 10_000);
const keyOf = (at: number) => ({ pk: { S: `ROOM#bench#P#${person(at)}` }, sk: { S: 'MEMBER' } });
const blockOf = (at: number) => ({ pk: { S: `ROOM#bench#BLOCK#${person(at)}` }, sk: { S: 'EDGE' } });

const memberOf = (at: number) => ({
  ...keyOf(at),
  roomId: { S: 'bench' },
  userId: { S: person(at) },
  state: { S: 'joined' },
  role: { S: 'listener' },
  attendeeId: { S: `attendee-${at}` },
  peopleShard: { N: String(at % 64) },
  workQueue: { S: 'AWAITED#bench' },
  priority: { S: `2026-11-21T10:00:00.${at % 1000}Z` },
  seat: { M: { meetingId: { S: 'm'.repeat(36) }, token: { S: 't'.repeat(120) }, epoch: { N: '1' } } },
});

const updateOf = (at: number) => ({
  Key: keyOf(at),
  UpdateExpression: 'SET #st = :left, leftAt = :at ADD version :one',
  ExpressionAttributeNames: { '#st': 'state' },
  ExpressionAttributeValues: { ':left': { S: 'left' }, ':at': { S: '2026-11-21' }, ':one': { N: '1' } },
});

/** As a join writes: a check, the member, and something else beside it. */
const transactionOf = (TableName: string, at: number) => [
  { ConditionCheck: { TableName, Key: blockOf(at), ConditionExpression: 'attribute_not_exists(pk)' } },
  { Put: { TableName, Item: memberOf(at) } },
  { Put: { TableName, Item: { ...blockOf(at + 5_000), sk: { S: 'SEAT' } } satisfies Record<string, AttributeValue> } },
];

export function directWrites({ tables, written, tableName: TableName }: TableBench): Writes {
  const perform = async (operation: string, input: JsonObject) => {
    await tables.perform(operation, input, {});
    await written();
  };
  return {
    put: (at) => perform('PutItem', { TableName, Item: memberOf(at) }),
    update: (at) => perform('UpdateItem', { TableName, ...updateOf(at) }),
    transact: (at) => perform('TransactWriteItems', { TransactItems: transactionOf(TableName, at) }),
  };
}

/** So many writes at a time, which then share a record of the log. */
export function together(writes: Writes, width: number): Writes {
  const many = (write: (at: number) => Promise<unknown>) => async (at: number) => {
    if (at % width > 0) return;
    await Promise.all(Array.from({ length: width }, (_, place) => write(at + place)));
  };
  return { put: many(writes.put), update: many(writes.update), transact: many(writes.transact) };
}

export function sdkWrites({ client, tableName: TableName }: TableBench): Writes {
  return {
    put: (at) => client.send(new PutItemCommand({ TableName, Item: memberOf(at) })),
    update: (at) => client.send(new UpdateItemCommand({ TableName, ...updateOf(at) })),
    transact: (at) => client.send(new TransactWriteItemsCommand({ TransactItems: transactionOf(TableName, at) })),
  };
}
