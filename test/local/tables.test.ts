import { GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openWorld, type World } from './tables-client.ts';

let world: World;
beforeEach(() => {
  world = openWorld();
});
afterEach(() => world.close());

test('what is put is got back', async () => {
  const item = { pk: { S: 'ROOM#1' }, sk: { S: 'META' }, n: { N: '1.50' }, m: { M: { l: { L: [{ BOOL: true }] } } } };
  await world.client.send(new PutItemCommand({ TableName: 'rooms', Item: item }));
  const got = await world.client.send(
    new GetItemCommand({
      TableName: 'rooms',
      Key: { pk: { S: 'ROOM#1' }, sk: { S: 'META' } },
      ReturnConsumedCapacity: 'TOTAL',
    }),
  );
  expect(got.Item).toEqual({ ...item, n: { N: '1.5' } });
  expect(got.ConsumedCapacity?.CapacityUnits).toBe(0.5);
  const updated = await world.client.send(
    new UpdateItemCommand({
      TableName: 'rooms',
      Key: { pk: { S: 'ROOM#1' }, sk: { S: 'META' } },
      UpdateExpression: 'SET #n = n + :one, m.l[3] = :one REMOVE m.l[0] ADD c :one',
      ExpressionAttributeNames: { '#n': 'n' },
      ExpressionAttributeValues: { ':one': { N: '1' } },
      ReturnValues: 'ALL_NEW',
    }),
  );
  expect(updated.Attributes).toMatchObject({ n: { N: '2.5' }, m: { M: { l: { L: [{ N: '1' }] } } }, c: { N: '1' } });
});
