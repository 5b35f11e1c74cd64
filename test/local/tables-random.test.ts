import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type JsonObject, WireFault } from '../../local/model.ts';
import { Ordered } from '../../local/tables/store/ordered.ts';
import type { Tables } from '../../local/tables/tables.ts';
import type { Item } from '../../local/tables/values/value.ts';
import { openWorld, ROOMS } from './tables-client.ts';

const id = fc.constantFrom('a', 'b', 'c', 'd');
const amount = fc.integer({ min: -3, max: 3 });
const shard = fc.constantFrom('0', '1');
const step = fc.oneof(
  fc.record({ kind: fc.constant('put' as const), id, amount, shard, isNewOnly: fc.boolean() }),
  fc.record({ kind: fc.constant('add' as const), id, amount, most: amount }),
  fc.record({ kind: fc.constant('delete' as const), id }),
  fc.record({ kind: fc.constant('move' as const), from: id, to: id, amount }),
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;
type Member = { readonly amount: number; readonly hosting?: { readonly shard: string; readonly startsAt: number } };
type Model = ReadonlyMap<string, Member>;

const TableName = 'rooms';
const keyOf = (name: string) => ({ pk: { S: 'R' }, sk: { S: name } });
const n = (value: number) => ({ N: String(value) });
const itemOf = (name: string, { amount, hosting }: Member): Item => ({
  ...keyOf(name),
  amount: n(amount),
  ...(hosting && { hostId: { S: `h${hosting.shard}` }, startsAt: n(hosting.startsAt) }),
});
const hostedBy = ({ shard, amount }: { shard: string; amount: number }): Member => ({
  amount,
  hosting: { shard, startsAt: amount },
});

/** What should be stored after the step; the same model if it should be refused. */
function expected(model: Model, step: Step): Model {
  const next = new Map(model);
  if (step.kind === 'delete') next.delete(step.id);
  if (step.kind === 'put') {
    if (step.isNewOnly && model.has(step.id)) return model;
    next.set(step.id, hostedBy(step));
  }
  if (step.kind === 'add') {
    const old = model.get(step.id);
    if (old !== undefined && old.amount > step.most) return model;
    next.set(step.id, { ...old, amount: (old?.amount ?? 0) + step.amount });
  }
  if (step.kind === 'move') {
    const [from, to] = [model.get(step.from), model.get(step.to)];
    if (step.from === step.to || from === undefined || from.amount < step.amount) return model;
    next.set(step.from, { ...from, amount: from.amount - step.amount });
    next.set(step.to, { ...to, amount: (to?.amount ?? 0) + step.amount });
  }
  return next;
}

function callFor(step: Step): [string, JsonObject] {
  switch (step.kind) {
    case 'put': {
      const condition = step.isNewOnly ? { ConditionExpression: 'attribute_not_exists(pk)' } : {};
      return ['PutItem', { TableName, Item: itemOf(step.id, hostedBy(step)), ...condition }];
    }
    case 'delete':
      return ['DeleteItem', { TableName, Key: keyOf(step.id) }];
    case 'add':
      return [
        'UpdateItem',
        update(step.id, step.amount, 'attribute_not_exists(amount) OR amount <= :most', { ':most': n(step.most) }),
      ];
    case 'move': {
      const take = update(step.from, -step.amount, 'amount >= :least', { ':least': n(step.amount) });
      return ['TransactWriteItems', { TransactItems: [{ Update: take }, { Update: update(step.to, step.amount) }] }];
    }
  }
}

function update(name: string, change: number, ConditionExpression?: string, values: JsonObject = {}): JsonObject {
  const ExpressionAttributeValues = { ...values, ':change': n(change) };
  return {
    TableName,
    Key: keyOf(name),
    UpdateExpression: 'ADD amount :change',
    ConditionExpression,
    ExpressionAttributeValues,
  };
}

async function itemsInIndex(tables: Tables, shard: string, isForward: boolean): Promise<unknown> {
  const ExpressionAttributeValues = { ':h': { S: `h${shard}` } };
  const page = { IndexName: 'by-host', KeyConditionExpression: 'hostId = :h', ExpressionAttributeValues };
  return (await tables.perform('Query', { TableName, ...page, ScanIndexForward: isForward }, {})).body?.['Items'];
}

/** Ordered by start, then by the table's key. */
function expectedInIndex(model: Model, shard: string): Item[] {
  return [...model]
    .filter(([, member]) => member.hosting?.shard === shard)
    .toSorted(([one, { hosting: first }], [other, { hosting: second }]) => {
      return (first?.startsAt ?? 0) - (second?.startsAt ?? 0) || (one < other ? -1 : 1);
    })
    .map(([name, member]) => itemOf(name, member));
}

/** Builds a copy of the table from its stream, checking every old image on the way. */
function replayStream(tables: Tables): ReadonlyMap<string, Item> {
  const replayed = new Map<string, Item>();
  tables.onStream(ROOMS.streamArn ?? '', (records) => {
    for (const { dynamodb } of records) {
      const name = JSON.stringify(dynamodb.Keys);
      expect(dynamodb.OldImage).toEqual(replayed.get(name));
      if (dynamodb.NewImage === undefined) replayed.delete(name);
      else replayed.set(name, dynamodb.NewImage);
    }
  });
  return replayed;
}

function inOrder(items: Iterable<Item>): Item[] {
  return [...items].toSorted((one, other) => (JSON.stringify(one['sk']) < JSON.stringify(other['sk']) ? -1 : 1));
}

async function runBoth(tables: Tables, steps: readonly Step[]): Promise<Model> {
  let model: Model = new Map<string, Member>();
  for (const step of steps) {
    const next = expected(model, step);
    const [outcome] = await Promise.allSettled([tables.perform(...callFor(step), {})]);
    if (next === model) expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(WireFault) });
    else expect(outcome.status).toBe('fulfilled');
    model = next;
  }
  return model;
}

test('after any writes the table, its index and a replay of its stream hold what a plain map holds', async () => {
  const run = async (steps: readonly Step[]) => {
    const { tables, close } = openWorld();
    const replayed = replayStream(tables);
    const model = await runBoth(tables, steps);
    const items = inOrder([...model].map(([name, member]) => itemOf(name, member)));
    expect(inOrder(tables.snapshot(TableName))).toEqual(items);
    expect(inOrder(replayed.values())).toEqual(items);
    for (const shard of ['0', '1']) {
      expect(await itemsInIndex(tables, shard, true)).toEqual(expectedInIndex(model, shard));
      expect(await itemsInIndex(tables, shard, false)).toEqual(expectedInIndex(model, shard).toReversed());
    }
    close();
  };
  await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 30 }), run), { numRuns: 150 });
});

test('an ordered list of thousands of entries finds, stretches and forgets like a sorted array', () => {
  const keys = fc.array(fc.tuple(fc.integer({ min: 0, max: 3000 }), fc.boolean()), {
    minLength: 3000,
    maxLength: 4000,
  });
  const bounds = fc.tuple(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 0, max: 3000 }));
  fc.assert(
    fc.property(keys, bounds, (changes, [from, until]) => {
      const list = new Ordered<{ readonly key: string }>();
      const plain = new Set<string>();
      for (const [number, isAdded] of changes) {
        const key = String(number).padStart(4, '0');
        if (isAdded || number % 3 > 0) list.set({ key });
        else list.delete(key);
        if (isAdded || number % 3 > 0) plain.add(key);
        else plain.delete(key);
      }
      const [low, high] = [String(from).padStart(4, '0'), String(until).padStart(4, '0')];
      const stretch = { hasBegun: (key: string) => key >= low, hasEnded: (key: string) => key >= high };
      const inside = [...plain].filter((key) => key >= low && key < high).toSorted();
      expect(list.size).toBe(plain.size);
      expect([...list.all()].map((entry) => entry.key)).toEqual([...plain].toSorted());
      expect([...list.ascend(stretch)].map((entry) => entry.key)).toEqual(inside);
      expect([...list.descend(stretch)].map((entry) => entry.key)).toEqual(inside.toReversed());
      expect(list.get(low)?.key).toBe(plain.has(low) ? low : undefined);
    }),
    { numRuns: 20 },
  );
});
