import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromMember } from '../../adapters/dynamodb/member-item.ts';
import { countKey, roomKey } from '../../adapters/dynamodb/table.ts';
import type { Call } from '../../local/calls/calls.ts';
import type { Answer, Person, World } from '../world.ts';
import { orderSeats, peopleOf } from './rooms.ts';
import { callsOf, freeSeatsOf, itemsOf, openRaceWorld, othersThan, putItem, replicasOf } from './watching.ts';

let world: World;
let people: ReturnType<typeof peopleOf>;
let roomId: string;
beforeAll(async () => {
  world = await openRaceWorld();
  people = peopleOf(world);
  ({ roomId } = await people.liveRoom());
});
afterAll(() => world.close());

const sizes: readonly number[] = [10, 100_000];
/** Seats free at every measure, at least: the low-water mark of 50 joins in flight. */
const poolSize = 250;

async function fillPool(): Promise<void> {
  if (freeSeatsOf(world, roomId).length >= poolSize) return;
  // A pool with fewer than 50 seats to spare is filled to 100 to spare: the rest is spoken for.
  await orderSeats(world, roomId, { waiting: poolSize - 99 });
  await world.settle();
}

/** Members in the form the product gives them; the relay, which would count them for minutes, is held up. */
async function addMembers(count: number): Promise<void> {
  await world.nobody.post('/local/faults', { service: 'streams', mode: 'delay', times: 1_000_000 });
  const { tables, model } = world.cloud;
  const TableName = model.tables.find(({ name }) => name.endsWith('-rooms'))?.name ?? '';
  const joinedAt = new Date(world.cloud.clock.now()).toISOString();
  const attendee = { AttendeeId: 'attendee', ExternalUserId: 'a.attendee', JoinToken: 'j'.repeat(64) };
  const shared = marshall({
    seat: { epoch: 1, replica: 1, meetingId: replicasOf(world, roomId)[0]?.meetingId, attendee },
  });
  for (let at = 0; at < count; at += 1) {
    const userId = String(10_000_000_000 + at);
    const member = {
      roomId,
      userId,
      state: 'joined',
      role: 'listener',
      epoch: 1,
      joinedAt,
      awaitedSince: joinedAt,
    } as const;
    const Item = { ...marshall(fromMember(member, true)), ...shared, attendeeId: { S: `attendee-${at}` } };
    await tables.perform('PutItem', { TableName, Item: toWire(Item) }, {});
  }
  const counts = { participantCount: count, peakCount: count, freeSeats: poolSize };
  await putItem(world, 'rooms', { ...countKey(roomId), ...counts });
}
const toWire = (item: unknown) => item as Record<string, never>;

type Cost = { readonly calls: string; readonly readUnits: number; readonly writeUnits: number };
const sum = (calls: readonly Call[], unit: 'readUnits' | 'writeUnits') =>
  calls.reduce((total, call) => total + (call[unit] ?? 0), 0);
function costOf(answer: Answer): Cost {
  const calls = callsOf(world, answer);
  const names = calls.map(({ service, operation }) => `${service}:${operation}`).sort();
  return { calls: names.join(' '), readUnits: sum(calls, 'readUnits'), writeUnits: sum(calls, 'writeUnits') };
}
/** What all of them cost; one line when they cost the same. */
const costsOf = (answers: readonly Answer[]) => [...new Set(answers.map((answer) => JSON.stringify(costOf(answer))))];

async function joinInTurn(persons: readonly Person[]): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (const person of persons) answers.push(await people.join(person, roomId));
  expect(othersThan(200, answers)).toEqual([]);
  return answers;
}

const table = new Map<string, readonly string[]>();
const metaSizes: number[] = [];
const crowd = { joins: 0, transactions: 0 };

describe.each(sizes)('joining a room of %d', (size) => {
  beforeAll(async () => {
    if (size === 10) await people.joinAll(await people.listeners(10), roomId);
    else await addMembers(size);
  }, 60_000);

  it('takes three calls of the table in two round trips, and none of the media service', async () => {
    await fillPool();
    const persons = await people.listeners(15);
    const first = await joinInTurn(persons);
    const again = await joinInTurn(persons);
    table.set(`first join, ${size} members`, costsOf(first));
    table.set(`rejoin, ${size} members`, costsOf(again));
    const calls = 'dynamodb:BatchGetItem dynamodb:Query dynamodb:TransactWriteItems';
    for (const answer of [...first, ...again]) expect(costOf(answer).calls).toBe(calls);
    for (const answer of [...first, ...again]) expect(orderOf(answer).at(-1)).toBe('TransactWriteItems');
    metaSizes.push(
      JSON.stringify(itemsOf(world, 'rooms').find(({ pk, sk }) => pk === roomKey(roomId).pk && sk === 'META')).length,
    );
  });

  it('asks for the free seats without waiting for the rest', async () => {
    const [person] = await people.listeners(1);
    if (!person) return;
    await world.nobody.post('/local/faults', {
      service: 'dynamodb',
      operation: 'BatchGetItem',
      mode: 'delay',
      delaySeconds: 0.3,
    });
    const answer = await people.join(person, roomId);
    const [batch, query] = ['BatchGetItem', 'Query'].map((name) =>
      callsOf(world, answer).find(({ operation }) => operation === name),
    );
    expect(query?.at).toBeLessThan((batch?.at ?? 0) + (batch?.durationMs ?? 0));
    expect(batch?.durationMs).toBeGreaterThan(290);
  });

  it('gives everybody a seat of their own when fifty join at once', async () => {
    const answers: Answer[] = [];
    for (let round = 0; round < 5; round += 1) {
      await fillPool();
      const persons = await people.listeners(50);
      answers.push(...(await Promise.all(persons.map((person) => people.join(person, roomId)))));
    }
    expect(othersThan(200, answers)).toEqual([]);
    const calls = answers.flatMap((answer) => callsOf(world, answer));
    const transactions = calls.filter(({ operation }) => operation === 'TransactWriteItems').length;
    table.set(`transactions per join, 50 in flight, ${size} members`, [String(transactions / answers.length)]);
    crowd.joins += answers.length;
    crowd.transactions += transactions;
    expect(calls.filter(({ service }) => service !== 'dynamodb')).toEqual([]);
    expect(new Set(answers.map(({ body }) => body.audio.attendee.AttendeeId)).size).toBe(250);
  });
});

describe('the size of a room', () => {
  it('leaves it at 1.2 transactions a join at most while fifty are in flight', () => {
    expect(crowd.joins).toBe(500);
    expect(crowd.transactions / crowd.joins).toBeLessThanOrEqual(1.2);
  });

  it('changes nothing in what a join costs, nor in the room item', () => {
    console.log([...table].map(([what, costs]) => `${what}: ${costs.join(' | ')}`).join('\n'));
    for (const what of ['first join', 'rejoin']) {
      const [small, large] = sizes.map((size) => table.get(`${what}, ${size} members`));
      expect(small).toHaveLength(1);
      expect(large).toEqual(small);
    }
    expect(metaSizes[1]).toBe(metaSizes[0]);
    expect(metaSizes[0]).toBeLessThan(4096);
  });
});

const orderOf = (answer: Answer) =>
  [...callsOf(world, answer)].sort((one, other) => one.at - other.at).map(({ operation }) => operation);
