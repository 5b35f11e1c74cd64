import { type AttributeValue, QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../local/model.ts';
import { openWorld, type World } from './tables-client.ts';

let world: World;
beforeEach(() => {
  world = openWorld();
});
afterEach(() => world.close());

const put = (TableName: string, Item: JsonObject) => world.tables.perform('PutItem', { TableName, Item }, {});
const query = (input: Partial<QueryCommandInput>) =>
  world.client.send(new QueryCommand({ TableName: 'rooms', ...input }));
const values = (given: Record<string, string | number>): Record<string, AttributeValue> =>
  Object.fromEntries(
    Object.entries(given).map(([name, value]) => [
      `:${name}`,
      typeof value === 'number' ? { N: String(value) } : { S: value },
    ]),
  );

describe('the sort key', () => {
  const sortKeys = [
    '',
    '#',
    'a',
    'a\0',
    'a\0\0',
    'a\u0001',
    'a#1',
    'a#10',
    'a#2',
    'ab',
    'b',
    'é',
    '\ud7ff',
    '\ue000',
    '\uffee',
    '😀',
  ].slice(1);
  const seen = async (
    KeyConditionExpression: string,
    given: Record<string, string>,
    more: Partial<QueryCommandInput> = {},
  ) => {
    const { Items = [] } = await query({
      KeyConditionExpression,
      ExpressionAttributeValues: values({ p: 'R', ...given }),
      ...more,
    });
    return Items.map((item) => item['sk']?.S);
  };
  beforeEach(async () => {
    for (const sk of sortKeys.toReversed()) await put('rooms', { pk: { S: 'R' }, sk: { S: sk } });
    for (const pk of ['Q', 'R\0', 'R#', 'S']) await put('rooms', { pk: { S: pk }, sk: { S: 'a' } });
  });

  test('orders by the bytes of UTF-8, forwards and backwards', async () => {
    expect(await seen('pk = :p', {})).toEqual(sortKeys);
    expect(await seen('pk = :p', {}, { ScanIndexForward: false })).toEqual(sortKeys.toReversed());
  });

  test.each<[string, Record<string, string>, string[]]>([
    ['sk = :a', { a: 'a' }, ['a']],
    ['sk < :a', { a: 'a#1' }, ['#', 'a', 'a\0', 'a\0\0', 'a\u0001']],
    ['sk <= :a', { a: 'a#1' }, ['#', 'a', 'a\0', 'a\0\0', 'a\u0001', 'a#1']],
    ['sk > :a', { a: 'ab' }, ['b', 'é', '\ud7ff', '\ue000', '\uffee', '😀']],
    ['sk >= :a', { a: 'ab' }, ['ab', 'b', 'é', '\ud7ff', '\ue000', '\uffee', '😀']],
    [':a >= sk', { a: 'a' }, ['#', 'a']],
    ['sk BETWEEN :a AND :b', { a: 'a#1', b: 'ab' }, ['a#1', 'a#10', 'a#2', 'ab']],
    ['begins_with(sk, :a)', { a: 'a#1' }, ['a#1', 'a#10']],
    ['begins_with(sk, :a)', { a: 'a\0' }, ['a\0', 'a\0\0']],
    ['begins_with(sk, :a)', { a: 'x' }, []],
  ])('%s with %j selects the right stretch, either way', async (condition, given, expected) => {
    expect(await seen(`pk = :p AND ${condition}`, given)).toEqual(expected);
    expect(await seen(`${condition} AND pk = :p`, given, { ScanIndexForward: false })).toEqual(expected.toReversed());
  });
});

describe('pages', () => {
  beforeEach(async () => {
    for (let at = 10; at < 40; at++)
      await put('rooms', { pk: { S: 'R' }, sk: { S: `m${at}` }, even: { BOOL: at % 2 === 0 } });
  });

  test.each([true, false])('of any size give every item once (forward: %s)', async (ScanIndexForward) => {
    const seen: (string | undefined)[] = [];
    let from: Record<string, AttributeValue> | undefined;
    do {
      const page = await query({
        KeyConditionExpression: 'pk = :p AND sk > :m',
        FilterExpression: 'even = :yes',
        ExpressionAttributeValues: { ...values({ p: 'R', m: 'm11' }), ':yes': { BOOL: true } },
        Limit: 7,
        ScanIndexForward,
        ...(from && { ExclusiveStartKey: from }),
      });
      expect(page.ScannedCount).toBeLessThanOrEqual(7);
      seen.push(...(page.Items ?? []).map((item) => item['sk']?.S));
      from = page.LastEvaluatedKey;
    } while (from !== undefined);
    const expected = Array.from({ length: 14 }, (_, at) => `m${12 + 2 * at}`);
    expect(seen).toEqual(ScanIndexForward ? expected : expected.toReversed());
  });

  test('end at 1 MB of items read', async () => {
    for (let at = 0; at < 5; at++)
      await put('rooms', { pk: { S: 'BIG' }, sk: { S: `${at}` }, text: { S: 'x'.repeat(300_000) } });
    const page = await query({
      KeyConditionExpression: 'pk = :p',
      ExpressionAttributeValues: values({ p: 'BIG' }),
      Select: 'COUNT',
    });
    expect(page).toMatchObject({ Count: 4, LastEvaluatedKey: { sk: { S: '3' } } });
    expect(page.Items).toBeUndefined();
  });

  test('a starting key outside the stretch is refused', async () => {
    const from = { pk: { S: 'OTHER' }, sk: { S: 'm20' } };
    const page = query({
      KeyConditionExpression: 'pk = :p',
      ExpressionAttributeValues: values({ p: 'R' }),
      ExclusiveStartKey: from,
    });
    await expect(page).rejects.toThrow('outside query boundaries');
  });
});

const person = (id: number, shard: number, grade: string, joinedAt: number, more: JsonObject = {}) =>
  put('rooms', {
    pk: { S: `P#${id}` },
    sk: { S: 'MEMBER' },
    roomId: { S: 'r1' },
    shard: { N: String(shard) },
    grade: { S: grade },
    joinedAt: { N: String(joinedAt) },
    title: { S: `Person ${id}` },
    secret: { S: 'not projected' },
    ...more,
  });
const people = async (
  condition: string,
  given: Record<string, string | number>,
  more: Partial<QueryCommandInput> = {},
) => {
  const KeyConditionExpression = `roomId = :r AND #shard = :s${condition}`;
  const ExpressionAttributeValues = values({ r: 'r1', s: 3, ...given });
  const page = { IndexName: 'people', KeyConditionExpression, ExpressionAttributeValues, ...more };
  return query({ ...page, ExpressionAttributeNames: { '#shard': 'shard' } });
};
const ids = async (...given: Parameters<typeof people>) =>
  ((await people(...given)).Items ?? []).map((item) => item['pk']?.S);
async function putPeople() {
  await person(1, 3, 'speaker', 50);
  await person(2, 3, 'listener', 100);
  await person(3, 3, 'listener', 9);
  await person(4, 4, 'listener', 1);
  const unjoined = { roomId: { S: 'r1' }, shard: { N: '3' }, grade: { S: 'x' } };
  await put('rooms', { pk: { S: 'P#5' }, sk: { S: 'MEMBER' }, ...unjoined });
}

describe('an index of several partition and sort attributes', () => {
  beforeEach(putPeople);

  test('sorts by its attributes in turn, and holds only items that have them all', async () => {
    expect(await ids('', {})).toEqual(['P#3', 'P#2', 'P#1']);
    expect(await ids(' AND grade = :g', { g: 'listener' })).toEqual(['P#3', 'P#2']);
    expect(await ids(' AND grade = :g AND joinedAt > :j', { g: 'listener', j: 9 })).toEqual(['P#2']);
    expect(await ids(' AND begins_with(grade, :g)', { g: 'l' }, { ScanIndexForward: false })).toEqual(['P#2', 'P#3']);
  });

  test('carries its keys, the keys of the table and what it projects', async () => {
    const { Items } = await people(' AND grade = :g', { g: 'speaker' });
    expect(Object.keys(Items?.[0] ?? {}).toSorted()).toEqual([
      'grade',
      'joinedAt',
      'pk',
      'roomId',
      'shard',
      'sk',
      'title',
    ]);
    await expect(people('', {}, { ProjectionExpression: 'secret' })).rejects.toThrow(
      'people does not project [secret]',
    );
    await expect(people('', {}, { Select: 'ALL_ATTRIBUTES' })).rejects.toThrow('projection type is not ALL');
  });

  test('pages across items with equal index keys', async () => {
    for (let id = 10; id < 16; id++) await person(id, 3, 'listener', 9);
    const first = await people('', {}, { Limit: 4 });
    expect(Object.keys(first.LastEvaluatedKey ?? {}).toSorted()).toEqual([
      'grade',
      'joinedAt',
      'pk',
      'roomId',
      'shard',
      'sk',
    ]);
    const rest = await people('', {}, { ...(first.LastEvaluatedKey && { ExclusiveStartKey: first.LastEvaluatedKey }) });
    const all = [...(first.Items ?? []), ...(rest.Items ?? [])].map((item) => item['pk']?.S);
    expect(new Set(all).size).toBe(9);
    expect(all).toHaveLength(9);
  });

  test('follows its items when they change and go', async () => {
    await person(2, 4, 'listener', 100);
    await world.tables.perform(
      'DeleteItem',
      { TableName: 'rooms', Key: { pk: { S: 'P#3' }, sk: { S: 'MEMBER' } } },
      {},
    );
    expect(await ids('', {})).toEqual(['P#1']);
    expect(world.tables.counts()[0]?.indexes).toEqual({ people: 3, 'by-host': 0, 'by-code': 0 });
  });
});

describe('a query of such an index', () => {
  beforeEach(putPeople);

  test.each<[string, Record<string, string | number>, string]>([
    [' AND joinedAt = :j', { j: 9 }, 'Query key condition not supported'],
    [' AND grade > :g AND joinedAt = :j', { g: 'a', j: 9 }, 'Query key condition not supported'],
    [' AND title = :g', { g: 'a' }, 'Query condition missed key schema element: grade'],
    [' AND grade = :g', { g: 1 }, 'Condition parameter type does not match schema type'],
    [' AND grade <> :g', { g: 'a' }, 'Invalid operator used in KeyConditionExpression: <>'],
    [' OR grade = :g', { g: 'a' }, 'Invalid operator used in KeyConditionExpression: OR'],
    [' AND grade = :g AND grade > :g', { g: 'a' }, 'must only contain one condition per key'],
  ])('refuses the condition%s', async (condition, given, message) => {
    await expect(people(condition, given)).rejects.toThrow(message);
  });

  test('refuses half a partition key, consistent reads, key attributes in filters and indexes it has not', async () => {
    const half = {
      IndexName: 'people',
      KeyConditionExpression: 'roomId = :r',
      ExpressionAttributeValues: values({ r: 'r1' }),
    };
    await expect(query(half)).rejects.toThrow('Query condition missed key schema element: shard');
    await expect(people('', {}, { ConsistentRead: true })).rejects.toThrow('Consistent reads are not supported');
    await expect(people('', { g: 'x' }, { FilterExpression: 'grade = :g' })).rejects.toThrow(
      'Primary key attribute: grade',
    );
    await expect(people('', {}, { IndexName: 'nope' })).rejects.toThrow('does not have the specified index: nope');
  });
});
