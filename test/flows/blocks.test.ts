import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blockSetKey } from '../../adapters/dynamodb/table.ts';
import { expectRefused, goLive, storedRoom } from '../given/stories.ts';
import { putItem } from '../races/watching.ts';
import { openWorld, type Person, type World } from '../world.ts';
import { itemsOf } from './left-behind.ts';
import { type Operator, openOperator } from './operator.ts';

let world: World;
let operator: Operator;
let count = 0;
beforeAll(async () => {
  world = await openWorld();
  operator = await openOperator(world);
});
afterAll(() => world.close());

const eligible = () => world.person(`host${++count}`, { followers: 600 });
const somebody = () => world.person(`person${++count}`);
const block = (person: Person, other: Person) => person.put(`/v1/me/blocks/${other.userId}`);
const unblock = (person: Person, other: Person) => person.remove(`/v1/me/blocks/${other.userId}`);
const join = (person: Person, roomId: string) => person.post(`/v1/rooms/${roomId}/join`);
const idsOf = (entries: readonly { readonly id: string }[]) => entries.map(({ id }) => id);

async function hosted(): Promise<{ readonly host: Person; readonly roomId: string }> {
  const host = await eligible();
  const roomId = await goLive(host);
  await world.settle();
  return { host, roomId };
}
async function joined(roomId: string): Promise<Person> {
  const person = await somebody();
  const answer = await join(person, roomId);
  expect(answer.status, answer.text).toBe(200);
  return person;
}
const seatsOf = (roomId: string): readonly string[] =>
  toMeetings(world.cloud.audio.snapshot())
    .filter(({ externalMeetingId }) => externalMeetingId === roomId)
    .flatMap(({ seats }) => seats.map(({ attendeeId }) => attendeeId));
type SeenMeeting = {
  readonly externalMeetingId: string;
  readonly seats: readonly { readonly attendeeId: string }[];
};
const toMeetings = (snapshot: unknown) => (snapshot as { readonly meetings: readonly SeenMeeting[] }).meetings;

async function eventsOf(name: string) {
  await world.settle();
  const { data } = toEvents((await world.nobody.get('/local/events')).body);
  return data.filter(({ detailType }) => detailType === name).map(({ detail }) => detail);
}
type SeenEvents = { readonly data: readonly { readonly detailType: string; readonly detail: object }[] };
const toEvents = (body: unknown) => body as SeenEvents;

describe('the block list', () => {
  it('has whoever was blocked, once, in the order of ids and in pages, until they are unblocked', async () => {
    const person = await somebody();
    const others = await Promise.all([somebody(), somebody(), somebody()]);
    const ids = others.map(({ userId }) => userId).sort((a, b) => Number(BigInt(a) - BigInt(b)));
    expect((await person.get('/v1/me/blocks')).body).toEqual({ data: [] });
    for (const other of [...others, ...others]) expect((await block(person, other)).body).toEqual({});
    const { body } = await person.get('/v1/me/blocks');
    expect(idsOf(body.data)).toEqual(ids);
    expect(body.data[0]).toMatchObject({ handle: expect.any(String), followerCount: 0 });
    const first = (await person.get('/v1/me/blocks?limit=2')).body;
    expect(idsOf(first.data)).toEqual(ids.slice(0, 2));
    const second = (await person.get(`/v1/me/blocks?limit=2&cursor=${first.nextCursor}`)).body;
    expect([idsOf(second.data), second.nextCursor]).toEqual([ids.slice(2), undefined]);
    for (const other of [...others, ...others]) expect((await unblock(person, other)).body).toEqual({});
    expect((await person.get('/v1/me/blocks')).body).toEqual({ data: [] });
    const roomId = await goLive(await eligible());
    await world.settle();
    expect((await join(person, roomId)).body.labels).toEqual([]);
    expectRefused(await person.get('/v1/me/blocks?cursor=none'), 400, 'malformed_cursor', { param: 'cursor' });
  });

  it('is for others who exist', async () => {
    const person = await somebody();
    expectRefused(await block(person, person), 400, 'invalid_field', { param: 'userId' });
    expectRefused(await person.put('/v1/me/blocks/987654321'), 404, 'user_not_found', { param: 'userId' });
    expect((await person.remove('/v1/me/blocks/987654321')).status).toBe(200);
  });

  it('takes ten thousand people and nobody more', async () => {
    const [person, last, other] = await Promise.all([somebody(), somebody(), somebody()]);
    const userIds = new Set(Array.from({ length: 9_999 }, (_, at) => String(10n ** 18n + BigInt(at))));
    await putItem(world, 'social', { ...blockSetKey(person.userId), userIds });
    expect((await block(person, last)).status).toBe(200);
    expectRefused(await block(person, other), 429, 'cap_reached', { limit: 10_000 });
    expect((await block(person, last)).status).toBe(200);
    expect((await unblock(person, last)).status).toBe(200);
    expect((await block(person, other)).status).toBe(200);
  });

  it('ends that either follows the other', async () => {
    const [one, other] = await Promise.all([somebody(), somebody()]);
    await one.put(`/v1/me/following/${other.userId}`);
    await other.put(`/v1/me/following/${one.userId}`);
    await block(one, other);
    for (const person of [one, other]) {
      expect((await person.get('/v1/me')).body).toMatchObject({ followerCount: 0, followingCount: 0 });
    }
    expectRefused(await other.put(`/v1/me/following/${one.userId}`), 404, 'user_not_found');
    await unblock(one, other);
    expect((await other.put(`/v1/me/following/${one.userId}`)).status).toBe(200);
  });
});

describe('blocking somebody', () => {
  it('puts a listener out of the blocker’s live room at once, and keeps them out until unblocked', async () => {
    const { host, roomId } = await hosted();
    const person = await somebody();
    const { attendee } = (await join(person, roomId)).body.audio;
    expect(seatsOf(roomId)).toContain(attendee.AttendeeId);
    expect((await block(host, person)).status).toBe(200);
    expect(await operator.member(roomId, person.userId)).toMatchObject({ state: 'left' });
    expect(seatsOf(roomId)).not.toContain(attendee.AttendeeId);
    expectRefused(await join(person, roomId), 403, 'blocked_by_host');
    await unblock(host, person);
    const back = await join(person, roomId);
    expect(back.status, back.text).toBe(200);
    expect(back.body.audio.attendee.AttendeeId).not.toBe(attendee.AttendeeId);
  });

  it('takes a speaker off the stage, and their way to be heard is dead', async () => {
    const { host, roomId } = await hosted();
    const speaker = await joined(roomId);
    await operator.putOnStage(roomId, speaker);
    await world.settle();
    const { stage } = (await join(speaker, roomId)).body.audio;
    expect(seatsOf(roomId)).toContain(stage.attendee.AttendeeId);
    await block(host, speaker);
    expect((await operator.liveRoom(roomId)).stage.map(({ userId }) => userId)).toEqual([host.userId]);
    expect(seatsOf(roomId)).not.toContain(stage.attendee.AttendeeId);
    await world.settle();
    expectRefused(await join(speaker, roomId), 403, 'blocked_by_host');
    expect((await operator.member(roomId, speaker.userId))?.stage).toBeUndefined();
  });

  it('keeps nobody out of a room where the blocker is co-host or listens', async () => {
    const { roomId } = await hosted();
    const [cohost, listener, person] = [await joined(roomId), await joined(roomId), await joined(roomId)];
    await operator.putOnStage(roomId, cohost, 'cohost');
    for (const blocker of [cohost, listener]) expect((await block(blocker, person)).status).toBe(200);
    await world.settle();
    expect(await operator.member(roomId, person.userId)).toMatchObject({ state: 'joined' });
    expect((await join(person, roomId)).status).toBe(200);
  });

  it('keeps them out of rooms the blocker starts later', async () => {
    const [host, person] = [await eligible(), await somebody()];
    await block(host, person);
    const roomId = await goLive(host);
    await world.settle();
    expectRefused(await join(person, roomId), 403, 'blocked_by_host');
  });

  it('is carried out from the table’s own record when the request died after its write', async () => {
    const { host, roomId } = await hosted();
    const person = await joined(roomId);
    await person.put(`/v1/me/following/${host.userId}`);
    const { attendee } = (await join(person, roomId)).body.audio;
    const edge = { blockerId: host.userId, blockedId: person.userId, at: new Date().toISOString() };
    await putItem(world, 'social', { pk: `BLOCK#${host.userId}#${person.userId}`, sk: 'EDGE', ...edge });
    await world.settle();
    expect(await operator.member(roomId, person.userId)).toMatchObject({ state: 'left' });
    expect(seatsOf(roomId)).not.toContain(attendee.AttendeeId);
    expect((await person.get('/v1/me')).body.followingCount).toBe(0);
  });
});

describe('what others are told', () => {
  it('is that somebody was blocked: once, on the bus, and never the blocked person', async () => {
    const [one, other] = await Promise.all([somebody(), somebody()]);
    await block(one, other);
    await block(one, other);
    const told = (await eventsOf('person.blocked')).filter(
      (detail) => 'userId' in detail && detail.userId === one.userId,
    );
    expect(told).toMatchObject([{ userId: one.userId, blockedId: other.userId }]);
    const frames = itemsOf(world, 'social').filter(({ pk }) => pk === `USER#${other.userId}#CH`);
    expect(frames).toEqual([]);
  });

  it('is that pushed facts made somebody eligible to host, and that others took it away', async () => {
    const person = await world.person('verdict', { followers: 600 });
    await world.settle();
    await world.person('verdict', { followers: 10 });
    const told = (await eventsOf('verdict.changed')).filter(
      (detail) => 'userId' in detail && detail.userId === person.userId,
    );
    expect(told).toMatchObject([{ isEligible: true }, { isEligible: false }]);
  });
});

describe('a room that is over', () => {
  it('is left as it was by a later block', async () => {
    const { host, roomId } = await hosted();
    const person = await joined(roomId);
    await host.post(`/v1/rooms/${roomId}/end`);
    await world.settle();
    const before = storedRoom(world, roomId);
    expect((await block(host, person)).status).toBe(200);
    await world.settle();
    expect(storedRoom(world, roomId)).toEqual(before);
  });
});
