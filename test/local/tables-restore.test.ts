import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../local/model.ts';
import { openWorld, ROOMS, type World } from './tables-client.ts';

let world: World;
let told: number;
beforeEach(() => {
  world = openWorld();
  told = 0;
  world.tables.onStream(ROOMS.streamArn ?? '', (records) => {
    told += records.length;
  });
});
afterEach(() => world.close());

const perform = (operation: string, input: JsonObject) =>
  world.tables.perform(operation, { TableName: 'rooms', ...input }, {});
const put = (pk: string, more: JsonObject = {}) =>
  perform('PutItem', { Item: { pk: { S: pk }, sk: { S: 'X' }, ...more } });
const hostedBy = async (hostId: string): Promise<number> => {
  const { body } = await perform('Query', {
    IndexName: 'by-host',
    KeyConditionExpression: 'hostId = :h',
    ExpressionAttributeValues: { ':h': { S: hostId } },
  });
  return toCounted(body).Count;
};
const toCounted = (body: unknown) => body as { readonly Count: number };
const hosted = (hostId: string) => ({ hostId: { S: hostId }, startsAt: { N: '1' } });

describe('a table that is put back to an earlier time', () => {
  test('holds what it held then, in its indexes too, and its stream tells nothing of that', async () => {
    await put('changed', hosted('ada'));
    await put('removed', hosted('ada'));
    const then = world.tables.snapshot('rooms');
    await put('changed', hosted('bob'));
    await perform('DeleteItem', { Key: { pk: { S: 'removed' }, sk: { S: 'X' } } });
    await put('added', hosted('bob'));
    expect([await hostedBy('ada'), await hostedBy('bob'), told]).toEqual([0, 2, 5]);
    world.tables.restore('rooms', then);
    expect(world.tables.snapshot('rooms')).toEqual(then);
    expect([await hostedBy('ada'), await hostedBy('bob'), told]).toEqual([2, 0, 5]);
    await put('changed', hosted('bob'));
    expect([await hostedBy('ada'), await hostedBy('bob'), told]).toEqual([1, 1, 6]);
  });

  test('that is not there is refused', () => {
    expect(() => world.tables.restore('none', [])).toThrow('not found');
  });
});
