import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromMember } from '../../adapters/dynamodb/member-item.ts';
import type { Call } from '../../local/calls/calls.ts';
import { type Operator, openOperator } from '../flows/operator.ts';
import type { Answer, Person, World } from '../world.ts';
import { createChance, peopleOf } from './rooms.ts';
import { faultsIn, itemsOf, meetingsOf, openRaceWorld, othersThan, times } from './watching.ts';

let world: World;
let people: ReturnType<typeof peopleOf>;
let operator: Operator;
beforeAll(async () => {
  world = await openRaceWorld();
  people = peopleOf(world);
  operator = await openOperator(world);
});
afterAll(() => {
  expect(faultsIn(world).filter((fault) => /^rostrum-(blocks|warnings|relay-social|people|join):/.test(fault))).toEqual(
    [],
  );
  return world.close();
});

const chance = createChance(4);
/** So much later, in real time: what runs beside it gets a different start each time. */
const soon = (most: number) => new Promise((go) => setTimeout(go, Math.floor(chance() * most)));
const block = (person: Person, other: Person) => person.put(`/v1/me/blocks/${other.userId}`);
const unblock = (person: Person, other: Person) => person.remove(`/v1/me/blocks/${other.userId}`);
async function one(): Promise<Person> {
  const [person] = await people.listeners(1);
  if (!person) throw new Error('nobody came');
  return person;
}
const livingSeats = (roomId: string) =>
  meetingsOf(world, roomId).flatMap(({ seats }) => seats.map(({ attendeeId }) => attendeeId));
/** Every credential that the answers gave out. */
const granted = (answers: readonly Answer[]) =>
  answers.flatMap(({ body }) =>
    body.audio ? [body.audio.attendee, body.audio.stage?.attendee].flatMap((one) => one?.AttendeeId ?? []) : [],
  );

/** Out in every way: no member, no place, no seat that lives, no door that opens. */
async function expectOut(person: Person, roomId: string, joins: readonly Answer[]): Promise<void> {
  for (const { status, body, text } of joins)
    if (status !== 200) expect([body.error.code], text).toEqual(['blocked_by_host']);
  await world.settle();
  const member = await operator.member(roomId, person.userId);
  expect(member?.state ?? 'left').toBe('left');
  expect([member?.seat, member?.stage]).toEqual([undefined, undefined]);
  expect((await operator.liveRoom(roomId)).stage.map(({ userId }) => userId)).not.toContain(person.userId);
  const living = livingSeats(roomId);
  expect(granted(joins).filter((id) => living.includes(id))).toEqual([]);
  expect((await people.join(person, roomId)).body.error.code).toBe('blocked_by_host');
}

describe('somebody who is blocked at the same moment', () => {
  it('as they join is out afterwards, whatever came first', async () => {
    const { host, roomId } = await people.liveRoom();
    const outcomes: number[] = [];
    for (let round = 0; round < 12; round += 1) {
      const person = await one();
      const [blocked, ...joins] = await Promise.all([
        soon(30).then(() => block(host, person)),
        ...times(2, () => soon(15).then(() => people.join(person, roomId))),
      ]);
      expect(othersThan(200, [blocked])).toEqual([]);
      outcomes.push(...joins.map(({ status }) => status));
      await expectOut(person, roomId, joins);
    }
    // Both orders were seen: else the race is none.
    expect(new Set(outcomes)).toEqual(new Set([200, 403]));
  });

  it('as they come back to their place on the stage is off it afterwards', async () => {
    const { host, roomId } = await people.liveRoom();
    for (let round = 0; round < 6; round += 1) {
      const person = await one();
      const before = await people.join(person, roomId);
      await operator.putOnStage(roomId, person);
      await world.settle();
      const [blocked, ...joins] = await Promise.all([
        soon(30).then(() => block(host, person)),
        ...times(2, () => soon(20).then(() => people.join(person, roomId))),
      ]);
      expect(othersThan(200, [blocked])).toEqual([]);
      const refusals = joins.filter(({ status }) => status !== 200).map(({ body }) => body.error.code);
      expect(refusals.filter((code) => code !== 'blocked_by_host' && code !== 'not_on_stage')).toEqual([]);
      await expectOut(person, roomId, [before, ...joins.filter(({ status }) => status === 200)]);
    }
  });

  it('and unblocked stands in edge and list alike, and so does who is blocked twice', async () => {
    const [host, person] = [await one(), await one()];
    const ends = new Set<boolean>();
    for (let round = 0; round < 12; round += 1) {
      const [answers] = await Promise.all([
        Promise.all([soon(20).then(() => block(host, person)), soon(20).then(() => unblock(host, person))]),
        // Twice at once is one block.
        round % 3 === 0 ? block(host, person) : undefined,
      ]);
      expect(othersThan(200, answers)).toEqual([]);
      const edge = itemsOf(world, 'social').some(({ pk }) => pk === `BLOCK#${host.userId}#${person.userId}`);
      const { data } = (await host.get('/v1/me/blocks')).body;
      expect(data.map(({ id }) => id)).toEqual(edge ? [person.userId] : []);
      ends.add(edge);
    }
    expect(ends.size).toBe(2);
  });

  it('as they follow is followed by nobody and follows nobody', async () => {
    for (let round = 0; round < 6; round += 1) {
      const [one1, other] = [await one(), await one()];
      const [blocked] = await Promise.all([
        soon(10).then(() => block(one1, other)),
        soon(10).then(() => one1.put(`/v1/me/following/${other.userId}`)),
        soon(10).then(() => other.put(`/v1/me/following/${one1.userId}`)),
      ]);
      expect(othersThan(200, [blocked])).toEqual([]);
      const edges = itemsOf(world, 'social').filter(({ pk }) => String(pk).startsWith(`FOLLOW#`));
      expect(edges.filter(({ pk }) => String(pk).includes(one1.userId))).toEqual([]);
      for (const person of [one1, other])
        expect((await person.get('/v1/me')).body).toMatchObject({ followerCount: 0, followingCount: 0 });
    }
  });

  it('while a follow is on its way is not followed by it', async () => {
    const [blocker, other] = [await one(), await one()];
    await world.settle();
    const operation = 'TransactWriteItems';
    await world.nobody.post('/local/faults', { service: 'dynamodb', operation, mode: 'delay', delaySeconds: 1 });
    const following = other.put(`/v1/me/following/${blocker.userId}`);
    await new Promise((go) => setTimeout(go, 300));
    expect((await block(blocker, other)).status).toBe(200);
    const answer = await following;
    expect([answer.status, answer.body.error?.code]).toEqual([404, 'user_not_found']);
    expect((await other.get('/v1/me')).body.followingCount).toBe(0);
  });
});

describe('a warning', () => {
  /** Members in the form the product gives them, straight into the table. */
  async function addMembers(roomId: string, count: number): Promise<void> {
    const TableName = world.cloud.model.tables.find(({ name }) => name.endsWith('-rooms'))?.name ?? '';
    const joinedAt = new Date(world.cloud.clock.now()).toISOString();
    for (let at = 0; at < count; at += 1) {
      const userId = String(20_000_000_000 + at);
      const member = { roomId, userId, state: 'joined', role: 'listener', epoch: 1, joinedAt } as const;
      await world.cloud.tables.perform('PutItem', { TableName, Item: toWire(marshall(fromMember(member, true))) }, {});
    }
    await world.advance(5);
  }
  const toWire = (item: unknown) => item as Record<string, never>;
  const costOf = (calls: readonly Call[]) =>
    calls
      .map(
        ({ service, operation, readUnits = 0, writeUnits = 0 }) => `${service} ${operation} ${readUnits}/${writeUnits}`,
      )
      .sort();

  /** What it costs to warn three blockers, in a room with so many others. */
  async function warn(others: number) {
    const { roomId } = await people.liveRoom();
    const speaker = await one();
    const blockers = await people.listeners(3);
    for (const blocker of blockers) {
      await block(blocker, speaker);
      await people.join(blocker, roomId);
    }
    await addMembers(roomId, others);
    // The last second look of the stories before is over.
    await world.advance(15);
    await world.nobody.remove('/local/calls');
    await operator.putOnStage(roomId, speaker);
    await world.advance(15);
    const calls = world.cloud.calls.list();
    const published = itemsOf(world, 'social').filter(({ sk }) => String(sk).startsWith(`FRAME#${roomId}.label.`));
    return { cost: costOf(calls.filter((call) => call.function.endsWith('-warnings'))), warned: published.length };
  }

  it('costs what the newcomer’s blockers cost, in a room of three and in a room of two hundred', async () => {
    const [small, large] = [await warn(0), await warn(200)];
    expect([small.warned, large.warned]).toEqual([3, 3]);
    expect(large.cost).toEqual(small.cost);
    // Two looks: the room, a page of blockers and their members each; one message to itself, the frames each time.
    expect(small.cost.map((call) => call.split(' ')[1])).toEqual([
      ...['BatchGetItem', 'BatchGetItem', 'GetItem', 'GetItem', 'Query', 'Query'],
      ...['SendMessageBatch', 'SendMessageBatch', 'SendMessageBatch'],
    ]);
    console.log(`warning three of a room, each look and its messages: ${small.cost.join(', ')}`);
  });
});
