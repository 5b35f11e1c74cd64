import {
  GetItemCommand,
  PutItemCommand,
  TransactGetItemsCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Faults } from '../../local/model.ts';
import { openWorld, type World } from './tables-client.ts';

const TableName = 'rooms';
const key = (id: string) => ({ pk: { S: id }, sk: { S: 'X' } });
const put = (id: string, condition?: string): TransactWriteItem => ({
  Put: {
    TableName,
    Item: key(id),
    ...(condition && { ConditionExpression: condition }),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  },
});
const transact = (TransactItems: TransactWriteItem[], ClientRequestToken?: string) =>
  world.client.send(new TransactWriteItemsCommand({ TransactItems, ClientRequestToken }));
const storedIds = () =>
  world.tables
    .snapshot(TableName)
    .map((item) => item['pk'])
    .toSorted();
let world: World;
const reopen = (options: Parameters<typeof openWorld>[0]) => {
  world.close();
  world = openWorld(options);
};
beforeEach(() => {
  world = openWorld();
});
afterEach(() => world.close());

describe('a transaction', () => {
  test('writes all its items', async () => {
    await transact([put('a'), put('b')]);
    const Update = {
      TableName,
      Key: key('a'),
      UpdateExpression: 'SET n = :n',
      ExpressionAttributeValues: { ':n': { N: '1' } },
    };
    const ConditionCheck = { TableName, Key: key('c'), ConditionExpression: 'attribute_not_exists(pk)' };
    await transact([{ Update }, { Delete: { TableName, Key: key('b') } }, { ConditionCheck }]);
    expect(world.tables.snapshot(TableName)).toEqual([{ ...key('a'), n: { N: '1' } }]);
  });

  test('writes nothing if one condition fails, and says which in the order of its actions', async () => {
    await transact([put('b')]);
    const ConditionCheck = { TableName, Key: key('c'), ConditionExpression: 'attribute_exists(pk)' };
    await expect(transact([put('a'), put('b', 'attribute_not_exists(pk)'), { ConditionCheck }])).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      message: expect.stringContaining('[None, ConditionalCheckFailed, ConditionalCheckFailed]'),
      CancellationReasons: [
        { Code: 'None' },
        { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed', Item: key('b') },
        { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' },
      ],
    });
    expect(storedIds()).toEqual([{ S: 'b' }]);
  });

  test('names an update that cannot be done as a validation error', async () => {
    const Update = {
      TableName,
      Key: key('a'),
      UpdateExpression: 'SET n = n + :n',
      ExpressionAttributeValues: { ':n': { N: '1' } },
    };
    const reasons = [
      { Code: 'None' },
      { Code: 'ValidationError', Message: expect.stringContaining('does not exist in the item') },
    ];
    await expect(transact([put('b'), { Update }])).rejects.toMatchObject({ CancellationReasons: reasons });
    expect(storedIds()).toEqual([]);
  });

  test('takes 100 items, no more, and none twice', async () => {
    const hundred = Array.from({ length: 100 }, (_, at) => put(`i${at}`));
    await transact(hundred);
    await expect(transact([...hundred, put('more')])).rejects.toMatchObject({ name: 'ValidationException' });
    const Delete = { TableName, Key: key('a') };
    await expect(transact([put('a'), { Delete }])).rejects.toThrow('cannot include multiple operations on one item');
    expect(storedIds()).toHaveLength(100);
  });

  test('costs double, also when it is cancelled', async () => {
    const input = { TransactItems: [put('a'), put('b')], ReturnConsumedCapacity: 'TOTAL' as const };
    const { ConsumedCapacity } = await world.client.send(new TransactWriteItemsCommand(input));
    expect(ConsumedCapacity).toEqual([{ TableName, CapacityUnits: 4, WriteCapacityUnits: 4 }]);
    const Delete = { TableName, Key: key('a'), ConditionExpression: 'attribute_not_exists(pk)' };
    const cancelled = world.tables.perform('TransactWriteItems', { TransactItems: [{ Delete }] }, {});
    await expect(cancelled).rejects.toMatchObject({ spent: { table: TableName, writeUnits: 2 } });
  });

  test('reads several items at one moment', async () => {
    await transact([put('a')]);
    const TransactItems = ['a', 'gone'].map((id) => ({ Get: { TableName, Key: key(id) } }));
    const { Responses } = await world.client.send(new TransactGetItemsCommand({ TransactItems }));
    expect(Responses).toEqual([{ Item: key('a') }, {}]);
  });
});

describe('a client token', () => {
  const count = {
    Update: { TableName, Key: key('n'), UpdateExpression: 'ADD n :n', ExpressionAttributeValues: { ':n': { N: '1' } } },
  };
  const counted = async () =>
    (await world.client.send(new GetItemCommand({ TableName, Key: key('n') }))).Item?.['n']?.N;

  test('makes the same transaction count once within 10 minutes', async () => {
    await transact([count], 'token');
    await transact([count], 'token');
    expect(await counted()).toBe('1');
    await world.clock.advance(599_000);
    await transact([count], 'token');
    expect(await counted()).toBe('1');
    await world.clock.advance(2_000);
    await transact([count], 'token');
    expect(await counted()).toBe('2');
  });

  test('is refused with another transaction', async () => {
    await transact([count], 'token');
    await expect(transact([put('a')], 'token')).rejects.toMatchObject({ name: 'IdempotentParameterMismatchException' });
  });

  test('is free again after a cancellation', async () => {
    await expect(transact([put('a', 'attribute_exists(pk)')], 'token')).rejects.toMatchObject({
      name: 'TransactionCanceledException',
    });
    await transact([put('b')], 'token');
    expect(storedIds()).toEqual([{ S: 'b' }]);
  });
});

describe('while a transaction is held open', () => {
  const CONFLICT = { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' };
  beforeEach(() => reopen({ holdTransactionsMs: 20 }));

  test('an overlapping one is cancelled with a conflict at the shared item', async () => {
    const first = transact([put('a'), put('b')]);
    await expect(transact([put('c'), put('b')])).rejects.toMatchObject({
      CancellationReasons: [{ Code: 'None' }, CONFLICT],
    });
    await first;
    await transact([put('c'), put('b')]);
    expect(storedIds()).toHaveLength(3);
  });

  test('a check conflicts like a write', async () => {
    const ConditionCheck = { TableName, Key: key('meta'), ConditionExpression: 'attribute_not_exists(pk)' };
    const first = transact([put('a'), { ConditionCheck }]);
    await expect(transact([put('b'), { ConditionCheck }])).rejects.toMatchObject({
      CancellationReasons: [{ Code: 'None' }, CONFLICT],
    });
    await first;
  });

  test('plain writes meet a conflict, plain reads see the state before, reading transactions are cancelled', async () => {
    await world.client.send(new PutItemCommand({ TableName, Item: { ...key('a'), old: { BOOL: true } } }));
    const first = transact([put('a')]);
    const update = new UpdateItemCommand({ TableName, Key: key('a') });
    await expect(world.client.send(update)).rejects.toMatchObject({ name: 'TransactionConflictException' });
    const read = await world.client.send(new GetItemCommand({ TableName, Key: key('a') }));
    expect(read.Item).toHaveProperty('old');
    const TransactItems = [{ Get: { TableName, Key: key('a') } }];
    const reading = world.client.send(new TransactGetItemsCommand({ TransactItems }));
    await expect(reading).rejects.toMatchObject({ name: 'TransactionCanceledException' });
    await first;
    expect(world.tables.snapshot(TableName)).toEqual([key('a')]);
  });

  test('of 20 that want one place exactly one gets it, the others conflict or fail', async () => {
    const wanted = Array.from({ length: 20 }, (_, at) =>
      transact([put('place', 'attribute_not_exists(pk)'), put(`p${at}`)]),
    );
    const won = (await Promise.allSettled(wanted)).filter((one) => one.status === 'fulfilled');
    expect(won).toHaveLength(1);
    expect(storedIds()).toHaveLength(2);
  });

  test('the clock waits for it', async () => {
    void transact([put('a')]);
    await new Promise(setImmediate);
    await world.clock.drain();
    expect(storedIds()).toEqual([{ S: 'a' }]);
  });
});

test('a test can ask for a conflict', async () => {
  const faults: Faults = {
    take: (_service, operation) => (operation === 'PutItem' ? undefined : 'conflict'),
    add: () => undefined,
    clear: () => undefined,
  };
  reopen({ faults });
  const reasons = [{ Code: 'TransactionConflict' }, { Code: 'None' }];
  await expect(transact([put('a'), put('b')])).rejects.toMatchObject({ CancellationReasons: reasons });
  const update = new UpdateItemCommand({ TableName, Key: key('a') });
  await expect(world.client.send(update)).rejects.toMatchObject({ name: 'TransactionConflictException' });
  await world.client.send(new PutItemCommand({ TableName, Item: key('c') }));
  expect(storedIds()).toEqual([{ S: 'c' }]);
});
