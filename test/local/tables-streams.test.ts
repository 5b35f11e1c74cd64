import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Cause, JsonObject } from '../../local/model.ts';
import type { StreamRecord } from '../../local/tables/store/stream-records.ts';
import { openWorld, ROOMS, type World } from './tables-client.ts';

const Key = { pk: { S: 'a' }, sk: { S: 'X' } };
let world: World;
let told: { records: StreamRecord[]; cause: Cause }[];
const listen = () => {
  told = [];
  world.tables.onStream(ROOMS.streamArn ?? '', (records, cause) => told.push({ records, cause }));
};
const reopen = (options: Parameters<typeof openWorld>[0]) => {
  world.close();
  world = openWorld(options);
  listen();
};
const perform = (operation: string, input: JsonObject) =>
  world.tables.perform(operation, { TableName: 'rooms', ...input }, { requestId: 'r7' });
const put = (more: JsonObject = {}) => perform('PutItem', { Item: { ...Key, ...more } });
beforeEach(() => {
  world = openWorld();
  listen();
});
afterEach(() => world.close());

describe('a stream', () => {
  test('tells of insertions, changes and removals with both images, in order', async () => {
    await put({ n: { N: '1' } });
    await put({ n: { N: '2' } });
    await perform('DeleteItem', { Key });
    const records = told.flatMap((each) => each.records);
    expect(records.map((record) => record.eventName)).toEqual(['INSERT', 'MODIFY', 'REMOVE']);
    expect(records[1]).toMatchObject({
      eventSource: 'aws:dynamodb',
      eventSourceARN: ROOMS.streamArn,
      dynamodb: { Keys: Key, OldImage: { ...Key, n: { N: '1' } }, NewImage: { ...Key, n: { N: '2' } } },
    });
    expect(records[0]?.dynamodb).not.toHaveProperty('OldImage');
    expect(records[2]?.dynamodb).not.toHaveProperty('NewImage');
    const numbers = records.map((record) => record.dynamodb.SequenceNumber);
    expect(numbers).toEqual(numbers.toSorted());
    expect(new Set(numbers).size).toBe(3);
  });

  test('remembers the request that caused a change', async () => {
    await put();
    expect(told[0]?.cause).toEqual({ requestId: 'r7' });
  });

  test('is silent when nothing changed or a write was refused', async () => {
    await put({ tags: { SS: ['a', 'b'] } });
    told = [];
    await put({ tags: { SS: ['b', 'a'] } });
    await perform('DeleteItem', { Key: { ...Key, pk: { S: 'gone' } } });
    await expect(put({ pk: { S: '' } })).rejects.toThrow();
    const condition = { ConditionExpression: 'attribute_not_exists(pk)' };
    await expect(perform('PutItem', { Item: Key, ...condition })).rejects.toThrow('The conditional request failed');
    expect(told).toEqual([]);
  });

  test('tells of a transaction in one piece, checks apart', async () => {
    const writes = ['a', 'b'].map((id) => ({ Put: { TableName: 'rooms', Item: { ...Key, pk: { S: id } } } }));
    const ConditionCheck = {
      TableName: 'rooms',
      Key: { ...Key, pk: { S: 'c' } },
      ConditionExpression: 'attribute_not_exists(pk)',
    };
    await world.tables.perform('TransactWriteItems', { TransactItems: [...writes, { ConditionCheck }] }, {});
    expect(told.map(({ records }) => records.map((record) => record.dynamodb.Keys['pk']))).toEqual([
      [{ S: 'a' }, { S: 'b' }],
    ]);
  });
});

describe('time to live', () => {
  const inSeconds = (seconds: number) => ({ N: String(Math.floor(world.clock.now() / 1000) + seconds) });

  test('deletes late, and the stream says that the service did it', async () => {
    await put({ expiresAt: inSeconds(60) });
    await world.clock.advance(120_000);
    expect(world.tables.snapshot('rooms')).toHaveLength(1);
    await world.clock.advance(600_000);
    expect(world.tables.snapshot('rooms')).toEqual([]);
    expect(told.at(-1)?.records).toMatchObject([
      { eventName: 'REMOVE', userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' } },
    ]);
    expect(told.at(-1)?.cause).toEqual({});
  });

  test('follows an expiry that is moved or taken away, and leaves everything else alone', async () => {
    await put({ expiresAt: inSeconds(60) });
    await put({ expiresAt: inSeconds(86_400) });
    await perform('PutItem', { Item: { ...Key, pk: { S: 'text' }, expiresAt: { S: '1' } } });
    await perform('PutItem', { Item: { ...Key, pk: { S: 'ancient' }, expiresAt: { N: '1000' } } });
    await world.clock.advance(3_600_000);
    expect(world.tables.snapshot('rooms')).toHaveLength(3);
    await world.clock.advance(2 * 86_400_000);
    expect(
      world.tables
        .snapshot('rooms')
        .map((item) => item['pk'])
        .toSorted(),
    ).toHaveLength(2);
  });
});

describe('capacity units', () => {
  const text = (bytes: number) => ({ text: { S: 'x'.repeat(bytes) } });

  test('of reads go by 4 KB, half for eventually consistent ones, and are always counted', async () => {
    await put(text(4096));
    expect(await perform('GetItem', { Key })).toMatchObject({ readUnits: 1, writeUnits: 0, table: 'rooms' });
    expect(await perform('GetItem', { Key, ConsistentRead: true })).toMatchObject({ readUnits: 2 });
    expect(await perform('GetItem', { Key: { ...Key, pk: { S: 'gone' } } })).toMatchObject({ readUnits: 0.5 });
    const page = { KeyConditionExpression: 'pk = :p', ExpressionAttributeValues: { ':p': { S: 'a' } } };
    expect(await perform('Query', page)).toMatchObject({ readUnits: 1 });
    const Get = { TableName: 'rooms', Key };
    expect(await world.tables.perform('TransactGetItems', { TransactItems: [{ Get }] }, {})).toMatchObject({
      readUnits: 4,
    });
  });

  test('of writes go by 1 KB of the larger of old and new', async () => {
    expect(await put(text(1100))).toMatchObject({ writeUnits: 2 });
    expect(await put()).toMatchObject({ writeUnits: 2 });
    expect(await perform('DeleteItem', { Key })).toMatchObject({ writeUnits: 1 });
    await put(text(3000));
    const failing = perform('PutItem', { Item: Key, ConditionExpression: 'attribute_not_exists(pk)' });
    await expect(failing).rejects.toMatchObject({ spent: { table: 'rooms', writeUnits: 3 } });
  });

  test('count each index whose part of the item changed', async () => {
    const hosted = { hostId: { S: 'h' }, startsAt: { N: '1' } };
    expect(await put(hosted)).toMatchObject({ writeUnits: 2 });
    expect(await put(hosted)).toMatchObject({ writeUnits: 1 });
    const ReturnConsumedCapacity = 'INDEXES';
    const moved = await perform('PutItem', {
      Item: { ...Key, ...hosted, startsAt: { N: '2' } },
      ReturnConsumedCapacity,
    });
    expect(moved.body?.['ConsumedCapacity']).toEqual({
      TableName: 'rooms',
      CapacityUnits: 3,
      Table: { CapacityUnits: 1 },
      GlobalSecondaryIndexes: { 'by-host': { CapacityUnits: 2 } },
    });
    const code = { code: { B: 'AQI=' } };
    await perform('PutItem', { Item: { ...Key, ...code } });
    const update = { Key, UpdateExpression: 'SET extra = :v', ExpressionAttributeValues: { ':v': { S: 'v' } } };
    expect(await perform('UpdateItem', update)).toMatchObject({ writeUnits: 1 });
  });
});

describe('options', () => {
  test('a partition takes only so many write units a second, others go on', async () => {
    reopen({ partitionWriteUnitsPerSecond: 10 });
    const eightUnits = { text: { S: 'x'.repeat(8000) } };
    await put({ sk: { S: '1' }, ...eightUnits });
    const second = put({ sk: { S: '2' }, ...eightUnits });
    await expect(second).rejects.toMatchObject({
      code: 'ThrottlingException',
      extra: { throttlingReasons: [{ reason: 'TableWriteKeyRangeThroughputExceeded' }] },
    });
    await put({ pk: { S: 'other' }, ...eightUnits });
    await world.clock.advance(1000);
    await put({ sk: { S: '2' }, ...eightUnits });
  });

  test('a hot partition of an index throttles the table', async () => {
    reopen({ partitionWriteUnitsPerSecond: 5 });
    const hosted = (at: number) => put({ pk: { S: `${at}` }, hostId: { S: 'h' }, startsAt: { N: '1' } });
    const writes = await Promise.allSettled(Array.from({ length: 10 }, (_, at) => hosted(at)));
    const refused = writes.flatMap((write) => (write.status === 'rejected' ? [write.reason] : []));
    expect(refused[0]).toMatchObject({
      extra: { throttlingReasons: [{ reason: 'IndexWriteKeyRangeThroughputExceeded' }] },
    });
  });

  test('an index can follow its table late', async () => {
    reopen({ indexLagMilliseconds: 500 });
    await put({ hostId: { S: 'h' }, startsAt: { N: '1' } });
    const page = {
      IndexName: 'by-host',
      KeyConditionExpression: 'hostId = :h',
      ExpressionAttributeValues: { ':h': { S: 'h' } },
    };
    expect(await perform('Query', page)).toMatchObject({ body: { Count: 0 } });
    await world.clock.advance(500);
    expect(await perform('Query', page)).toMatchObject({ body: { Count: 1 } });
  });
});
