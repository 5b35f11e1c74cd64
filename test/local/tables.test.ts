import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  DescribeTableCommand,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openWorld, type World } from './tables-client.ts';

const META = { pk: { S: 'ROOM#1' }, sk: { S: 'META' } };
const TableName = 'rooms';
let world: World;
beforeEach(() => {
  world = openWorld();
});
afterEach(() => world.close());

describe('one item', () => {
  test('what is put is got back, numbers in their one spelling', async () => {
    const item = {
      ...META,
      n: { N: '1.50' },
      m: { M: { l: { L: [{ BOOL: true }, { NULL: true }] } } },
      constructor: { S: 'a name' },
    };
    await world.client.send(new PutItemCommand({ TableName, Item: item }));
    const got = await world.client.send(new GetItemCommand({ TableName, Key: META }));
    expect(got.Item).toEqual({ ...item, n: { N: '1.5' } });
  });

  test('an item that is not there is answered without one', async () => {
    expect((await world.client.send(new GetItemCommand({ TableName, Key: META }))).Item).toBeUndefined();
  });

  test('a projection shows the asked parts only, chosen list elements close ranks', async () => {
    const l = { L: [{ S: 'a' }, { S: 'b' }, { M: { x: { N: '1' }, y: { N: '2' } } }] };
    await world.client.send(
      new PutItemCommand({ TableName, Item: { ...META, l, m: { M: { k: { S: 'v' }, o: { S: 'w' } } } } }),
    );
    const got = await world.client.send(
      new GetItemCommand({ TableName, Key: META, ProjectionExpression: 'l[2].x, m.k, l[0], gone' }),
    );
    expect(got.Item).toEqual({ l: { L: [{ S: 'a' }, { M: { x: { N: '1' } } }] }, m: { M: { k: { S: 'v' } } } });
  });

  test('a write gives back the old item when asked, and nothing when there was none', async () => {
    const put = (title: string) =>
      world.client.send(
        new PutItemCommand({ TableName, Item: { ...META, title: { S: title } }, ReturnValues: 'ALL_OLD' }),
      );
    expect((await put('one')).Attributes).toBeUndefined();
    expect((await put('two')).Attributes).toEqual({ ...META, title: { S: 'one' } });
    const gone = await world.client.send(new DeleteItemCommand({ TableName, Key: META, ReturnValues: 'ALL_OLD' }));
    expect(gone.Attributes).toEqual({ ...META, title: { S: 'two' } });
  });

  test.each([
    ['ALL_OLD', { ...META, a: { N: '1' }, b: { S: 'x' } }],
    ['UPDATED_OLD', { a: { N: '1' } }],
    ['ALL_NEW', { ...META, a: { N: '2' }, b: { S: 'x' }, c: { N: '5' } }],
    ['UPDATED_NEW', { a: { N: '2' }, c: { N: '5' } }],
    ['NONE', undefined],
  ] as const)('an update gives back %s', async (ReturnValues, expected) => {
    await world.client.send(new PutItemCommand({ TableName, Item: { ...META, a: { N: '1' }, b: { S: 'x' } } }));
    const values = { ':one': { N: '1' }, ':five': { N: '5' } };
    const update = new UpdateItemCommand({
      TableName,
      Key: META,
      UpdateExpression: 'SET a = a + :one, c = :five',
      ExpressionAttributeValues: values,
      ReturnValues,
    });
    expect((await world.client.send(update)).Attributes).toEqual(expected);
  });

  test('a failed condition shows the stored item if asked', async () => {
    await world.client.send(new PutItemCommand({ TableName, Item: { ...META, v: { N: '7' } } }));
    const put = { TableName, Item: META, ConditionExpression: 'attribute_not_exists(pk)' };
    await expect(world.client.send(new PutItemCommand(put))).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
      Item: undefined,
    });
    const asking = new PutItemCommand({ ...put, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' });
    await expect(world.client.send(asking)).rejects.toMatchObject({ Item: { ...META, v: { N: '7' } } });
  });
});

describe('limits', () => {
  const put = (item: Record<string, AttributeValue>) =>
    world.client.send(new PutItemCommand({ TableName, Item: item }));

  test('an item of 400 KB passes and one of a byte more does not', async () => {
    const room = 400 * 1024 - 'pkROOM#1skMETAtext'.length;
    await put({ ...META, text: { S: 'x'.repeat(room) } });
    await expect(put({ ...META, text: { S: 'x'.repeat(room + 1) } })).rejects.toThrow(
      'Item size has exceeded the maximum allowed size',
    );
  });

  test.each([
    ['an empty sort key', { pk: { S: 'a' }, sk: { S: '' } }, 'cannot contain an empty string value. Key: sk'],
    ['a missing sort key', { pk: { S: 'a' } }, 'Missing the key sk in the item'],
    [
      'a sort key of the wrong type',
      { pk: { S: 'a' }, sk: { N: '1' } },
      'Type mismatch for key sk expected: S actual: N',
    ],
    [
      'a partition key over 2048 bytes',
      { pk: { S: 'x'.repeat(2049) }, sk: { S: 'a' } },
      'Size of hashkey has exceeded',
    ],
    [
      'a sort key over 1024 bytes',
      { pk: { S: 'a' }, sk: { S: 'x'.repeat(1025) } },
      'Aggregated size of all range keys',
    ],
    [
      'an index key of the wrong type',
      { ...META, hostId: { N: '1' } },
      'Type mismatch for Index Key hostId Expected: S Actual: N IndexName: by-host',
    ],
    ['an empty index key', { ...META, hostId: { S: '' } }, 'IndexName: by-host, IndexKey: hostId'],
    ['more than 38 digits', { ...META, n: { N: `1${'0'.repeat(37)}1` } }, 'more than 38 significant digits'],
    ['a number out of range', { ...META, n: { N: '1e126' } }, 'Number overflow'],
    ['what is no number', { ...META, n: { N: '1,5' } }, 'cannot be converted to a numeric value: 1,5'],
  ] satisfies [string, Record<string, AttributeValue>, string][])('%s is refused', async (_what, item, message) => {
    await expect(put(item)).rejects.toThrow(message);
    expect(world.tables.snapshot(TableName)).toEqual([]);
  });

  test('legacy and unknown parameters are refused by name', async () => {
    const legacy = new GetItemCommand({ TableName, Key: META, AttributesToGet: ['pk'] });
    await expect(world.client.send(legacy)).rejects.toMatchObject({
      name: 'UnknownOperationException',
      message: expect.stringContaining('AttributesToGet'),
    });
  });

  test('an unknown table is refused', async () => {
    const get = new GetItemCommand({ TableName: 'nowhere', Key: META });
    await expect(world.client.send(get)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  test('a key of more or other attributes than the table has is refused', async () => {
    const get = new GetItemCommand({ TableName, Key: { ...META, more: { S: 'x' } } });
    await expect(world.client.send(get)).rejects.toThrow('The provided key element does not match the schema');
  });
});

describe('batches', () => {
  const seats = Array.from({ length: 25 }, (_, at) => ({ pk: { S: 'FREE' }, sk: { S: `seat${at}` } }));
  const write = (items: typeof seats) =>
    world.client.send(
      new BatchWriteItemCommand({ RequestItems: { rooms: items.map((Item) => ({ PutRequest: { Item } })) } }),
    );

  test('25 items are written and read in batches', async () => {
    expect((await write(seats)).UnprocessedItems).toEqual({});
    const got = await world.client.send(
      new BatchGetItemCommand({ RequestItems: { rooms: { Keys: [...seats, META] } } }),
    );
    expect(got.Responses?.['rooms']).toHaveLength(25);
    expect(got.UnprocessedKeys).toEqual({});
  });

  test('26 items, or one item twice, are refused whole', async () => {
    await expect(write([...seats, META])).rejects.toThrow('less than or equal to 25');
    await expect(write([META, META])).rejects.toThrow('Provided list of item keys contains duplicates');
    expect(world.tables.snapshot(TableName)).toEqual([]);
  });

  test('deletions in a batch take the items away', async () => {
    await write(seats);
    const RequestItems = { rooms: seats.slice(1).map((Key) => ({ DeleteRequest: { Key } })) };
    await world.client.send(new BatchWriteItemCommand({ RequestItems }));
    expect(world.tables.snapshot(TableName)).toEqual([seats[0]]);
  });
});

describe('for operators', () => {
  test('a scan reads everything, page by page', async () => {
    const ids = Array.from({ length: 30 }, (_, at) => `room${at}`);
    for (const id of ids)
      await world.client.send(new PutItemCommand({ TableName, Item: { pk: { S: id }, sk: { S: 'META' } } }));
    const seen: (string | undefined)[] = [];
    let from: Record<string, AttributeValue> | undefined;
    do {
      const page = await world.client.send(
        new ScanCommand({ TableName, Limit: 7, ...(from && { ExclusiveStartKey: from }) }),
      );
      seen.push(...(page.Items ?? []).map((item) => item['pk']?.S));
      from = page.LastEvaluatedKey;
    } while (from !== undefined);
    expect(seen.toSorted()).toEqual(ids.toSorted());
    expect(seen).not.toEqual(ids.toSorted());
  });

  test('tables are listed and described with their several index keys', async () => {
    expect((await world.client.send(new ListTablesCommand({}))).TableNames).toEqual(['rooms', 'scores']);
    const { Table } = await world.client.send(new DescribeTableCommand({ TableName }));
    expect(Table?.TableStatus).toBe('ACTIVE');
    expect(Table?.GlobalSecondaryIndexes?.[0]?.KeySchema).toEqual([
      { AttributeName: 'roomId', KeyType: 'HASH' },
      { AttributeName: 'shard', KeyType: 'HASH' },
      { AttributeName: 'grade', KeyType: 'RANGE' },
      { AttributeName: 'joinedAt', KeyType: 'RANGE' },
    ]);
  });
});
