import { afterEach, beforeEach, expect, test } from 'vitest';
import type { JsonObject } from '../../local/model.ts';
import { openWorld, type World } from './tables-client.ts';

const ARN = 'arn:aws:dynamodb:us-east-1:000000000000:table/rooms';
const key = (id: string) => ({ pk: { S: id }, sk: { S: 'X' } });
let world: World;
beforeEach(() => {
  world = openWorld();
});
afterEach(() => world.close());
const asks = (operation: string, input: JsonObject) => world.tables.standIn.asks(operation, input);
const about = (action: string, resource: string, ...keys: string[]) => ({
  action: `dynamodb:${action}`,
  resource,
  ...(keys.length > 0 && { context: { 'dynamodb:leadingkeys': keys } }),
});

test('a call on one item asks for its action on the table with its partition key', () => {
  expect(asks('GetItem', { TableName: 'rooms', Key: key('a') })).toEqual([about('GetItem', ARN, 'a')]);
  expect(asks('PutItem', { TableName: ARN, Item: { ...key('a'), n: { N: '1' } } })).toEqual([
    about('PutItem', ARN, 'a'),
  ]);
});

test('a query asks for the table or for the index, with the partition it names', () => {
  const byKey = {
    KeyConditionExpression: 'pk = :p AND sk > :s',
    ExpressionAttributeValues: { ':p': { S: 'a' }, ':s': { S: 'b' } },
  };
  expect(asks('Query', { TableName: 'rooms', ...byKey })).toEqual([about('Query', ARN, 'a')]);
  const byHost = {
    KeyConditionExpression: '#h = :h',
    ExpressionAttributeNames: { '#h': 'hostId' },
    ExpressionAttributeValues: { ':h': { S: 'u' } },
  };
  expect(asks('Query', { TableName: 'rooms', IndexName: 'by-host', ...byHost })).toEqual([
    about('Query', `${ARN}/index/by-host`, 'u'),
  ]);
});

test('a scan and a malformed query name no partition, so that a grant by key prefix refuses them', () => {
  expect(asks('Scan', { TableName: 'rooms' })).toEqual([about('Scan', ARN)]);
  expect(asks('Query', { TableName: 'rooms', KeyConditionExpression: 'pk = ' })).toEqual([about('Query', ARN)]);
});

test('a transaction asks once for each contained action, with all its partition keys', () => {
  const put = (id: string) => ({ Put: { TableName: 'rooms', Item: key(id) } });
  const items = [
    put('a'),
    { Update: { TableName: 'rooms', Key: key('b') } },
    { Delete: { TableName: 'rooms', Key: key('c') } },
    { ConditionCheck: { TableName: 'rooms', Key: key('d') } },
    put('e'),
    put('a'),
    { Put: { TableName: 'scores', Item: { id: { S: 'x' }, score: { N: '1' } } } },
  ];
  expect(asks('TransactWriteItems', { TransactItems: items })).toEqual([
    about('PutItem', ARN, 'a', 'e'),
    about('UpdateItem', ARN, 'b'),
    about('DeleteItem', ARN, 'c'),
    about('ConditionCheckItem', ARN, 'd'),
    about('PutItem', 'arn:aws:dynamodb:us-east-1:000000000000:table/scores', 'x'),
  ]);
  expect(asks('TransactGetItems', { TransactItems: [{ Get: { TableName: 'rooms', Key: key('a') } }] })).toEqual([
    about('GetItem', ARN, 'a'),
  ]);
});

test('a batch asks for the batch action on each table', () => {
  const read = { RequestItems: { rooms: { Keys: [key('a'), key('b')] } } };
  expect(asks('BatchGetItem', read)).toEqual([about('BatchGetItem', ARN, 'a', 'b')]);
  const write = { RequestItems: { rooms: [{ PutRequest: { Item: key('a') } }, { DeleteRequest: { Key: key('b') } }] } };
  expect(asks('BatchWriteItem', write)).toEqual([about('BatchWriteItem', ARN, 'a', 'b')]);
});

test('a table nobody knows is asked for by the name it would have', () => {
  const [ask] = asks('GetItem', { TableName: 'other', Key: key('a') });
  expect(ask?.resource).toBe('arn:aws:dynamodb:us-east-1:000000000000:table/other');
});

test('calls that are not covered are not routed, and in process they are refused by name', async () => {
  const request = (target: string) => ({
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers: { 'x-amz-target': target },
    body: Buffer.from('{}'),
  });
  expect(world.tables.standIn.route(request('DynamoDB_20120810.GetItem'))).toEqual({ operation: 'GetItem', input: {} });
  expect(world.tables.standIn.route(request('DynamoDB_20120810.ExecuteStatement'))).toBeUndefined();
  expect(world.tables.standIn.route(request('DynamoDBStreams_20120810.GetRecords'))).toBeUndefined();
  const call = world.tables.perform('ExecuteStatement', {}, {});
  await expect(call).rejects.toMatchObject({ status: 501, message: expect.stringContaining('ExecuteStatement') });
});

test('a table that the service would refuse cannot be created', () => {
  const model = { name: 'ok-name', arn: 'x', partitionKey: { name: 'pk', type: 'S' as const }, indexes: [] };
  const index = {
    name: 'g1',
    partitionKeys: [{ name: 'a', type: 'S' as const }],
    sortKeys: [],
    projection: 'ALL' as const,
  };
  expect(() => world.tables.create({ ...model, indexes: [index] })).toThrow('Invalid table/index name g1');
  expect(() => world.tables.create({ ...model, name: 'rooms' })).toThrow('Table already exists');
  const five = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ name, type: 'S' as const }));
  expect(() => world.tables.create({ ...model, indexes: [{ ...index, name: 'wide', partitionKeys: five }] })).toThrow(
    '1 to 4 partition',
  );
});
