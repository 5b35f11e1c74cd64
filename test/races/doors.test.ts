import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blockKey, memberKey } from '../../adapters/dynamodb/table.ts';
import { openOperator } from '../flows/operator.ts';
import type { Answer, Person, World } from '../world.ts';
import { peopleOf } from './rooms.ts';
import { callsOf, freeSeatsOf, idsOf, membersOf, openRaceWorld, othersThan, putItem, times } from './watching.ts';

let world: World;
let people: ReturnType<typeof peopleOf>;
beforeAll(async () => {
  world = await openRaceWorld();
  people = peopleOf(world);
});
afterAll(() => world.close());

const at = '2026-01-01T00:00:00.000Z';
const block = (host: Person, person: Person) =>
  putItem(world, 'social', {
    ...blockKey(host.userId, person.userId),
    blockerId: host.userId,
    blockedId: person.userId,
    at,
  });
const ban = (roomId: string, { userId }: Person) =>
  putItem(world, 'rooms', {
    ...memberKey(roomId, userId),
    schemaVersion: 1,
    roomId,
    userId,
    state: 'banned',
    role: 'listener',
    epoch: 1,
    joinedAt: at,
  });
async function one(): Promise<Person> {
  const [person] = await people.listeners(1);
  if (!person) throw new Error('nobody came');
  return person;
}

/** Refused, and everything as if they had never asked; at most three calls of the table for it. */
function expectRefused(answers: readonly Answer[], code: string, roomId: string, person: Person): void {
  for (const { status, body } of answers) expect([status, body.error.code]).toEqual([403, code]);
  expect(freeSeatsOf(world, roomId)).toHaveLength(100);
  expect(membersOf(world, roomId).find(({ userId }) => userId === person.userId)?.seat).toBeUndefined();
  for (const answer of answers) {
    expect(callsOf(world, answer).length).toBeLessThanOrEqual(3);
    expect(callsOf(world, answer).filter(({ service }) => service !== 'dynamodb')).toEqual([]);
  }
}
const joinTimes = (count: number, person: Person, roomId: string) =>
  Promise.all(times(count, () => people.join(person, roomId)));

describe('whoever may not enter', () => {
  it('is refused when the host has blocked them, and no seat is used up', async () => {
    const { host, roomId } = await people.liveRoom();
    const person = await one();
    await block(host, person);
    expectRefused(await joinTimes(3, person, roomId), 'blocked_by_host', roomId, person);
  });

  it('is refused at the rejoin when blocked in between', async () => {
    const { host, roomId } = await people.liveRoom();
    const person = await one();
    expect((await people.join(person, roomId)).status).toBe(200);
    await block(host, person);
    const again = await people.join(person, roomId);
    expect([again.status, again.body.error.code]).toEqual([403, 'blocked_by_host']);
    expect(callsOf(world, again)).toHaveLength(3);
  });

  it('is refused when banned from the room', async () => {
    const { roomId } = await people.liveRoom();
    const person = await one();
    await ban(roomId, person);
    expectRefused(await joinTimes(3, person, roomId), 'blocked_from_room', roomId, person);
  });

  it('is refused in a room for followers until they follow', async () => {
    const { host, roomId } = await people.liveRoom({ audience: 'followers' });
    const person = await one();
    expectRefused(await joinTimes(3, person, roomId), 'followers_only', roomId, person);
    await person.put(`/v1/me/following/${host.userId}`);
    expect(othersThan(200, await joinTimes(3, person, roomId))).toEqual([]);
    await person.remove(`/v1/me/following/${host.userId}`);
    expect((await people.join(person, roomId)).body.error.code).toBe('followers_only');
  });

  it('is refused in a room for invited people, who come in', async () => {
    const [invited, other] = [await one(), await one()];
    const { roomId } = await people.liveRoom({ audience: 'invited', invitedUserIds: [invited.userId] });
    expectRefused(await joinTimes(3, other, roomId), 'invited_only', roomId, other);
    expect(othersThan(200, await joinTimes(3, invited, roomId))).toEqual([]);
  });
});

describe('whoever is on stage', () => {
  it('has the same credential each time the host comes back, and none is made for it', async () => {
    const { host, roomId, grant } = await people.liveRoom();
    const answers = [...(await joinTimes(5, host, roomId)), await host.post(`/v1/rooms/${roomId}/start`)];
    expect(othersThan(200, answers)).toEqual([]);
    expect(idsOf([grant, ...answers]).attendees).toHaveLength(1);
    const calls = answers.flatMap((answer) => callsOf(world, answer).map(({ operation }) => operation));
    expect(calls).not.toContain('CreateAttendee');
    expect(calls).not.toContain('CreateMeeting');
    expect(freeSeatsOf(world, roomId)).toHaveLength(100);
  });

  it('keeps the stage credential and one seat in the audience however often a speaker joins', async () => {
    const { roomId } = await people.liveRoom();
    const speaker = await one();
    const operator = await openOperator(world);
    await operator.putOnStage(roomId, speaker);
    const answers = [
      ...(await joinTimes(4, speaker, roomId)),
      await people.join(speaker, roomId),
      await people.join(speaker, roomId),
    ];
    expect(othersThan(200, answers)).toEqual([]);
    expect(answers.map(({ body }) => body.role)).toEqual(times(6, () => 'speaker'));
    expect(idsOf(answers).attendees).toHaveLength(1);
    const stages = new Set(answers.map(({ body }) => body.audio.stage.attendee.AttendeeId));
    expect(stages.size).toBe(1);
    const calls = answers.flatMap((answer) => callsOf(world, answer).map(({ operation }) => operation));
    expect(calls).not.toContain('CreateAttendee');
    expect(freeSeatsOf(world, roomId)).toHaveLength(99);
  });

  it('has a seat of the audience kept when a listener goes on stage', async () => {
    const { roomId } = await people.liveRoom();
    const speaker = await one();
    const before = await people.join(speaker, roomId);
    const operator = await openOperator(world);
    await operator.putOnStage(roomId, speaker);
    const after = await people.join(speaker, roomId);
    expect(idsOf([before, after]).attendees).toHaveLength(1);
    expect(after.body.audio.stage.attendee.ExternalUserId).toBe(`s.${speaker.userId}.1`);
  });
});

describe('changing one room at the same moment', () => {
  it('keeps both of two changes of different fields, and every one of ten', async () => {
    const { host, roomId } = await people.liveRoom();
    const path = `/v1/rooms/${roomId}`;
    const two = await Promise.all([
      host.patch(path, { title: 'A better title' }),
      host.patch(path, { topics: ['music'] }),
    ]);
    expect(othersThan(200, two)).toEqual([]);
    const { body: seen } = await world.nobody.get(path);
    expect([seen.title, seen.topics]).toEqual(['A better title', ['music']]);
    const ten = await Promise.all(
      times(10, (number) => host.patch(path, number % 2 === 0 ? { lang: 'pt-BR' } : { isLocked: true })),
    );
    expect(othersThan(200, ten)).toEqual([]);
    const { body: again } = await world.nobody.get(path);
    expect(again).toMatchObject({ title: 'A better title', topics: ['music'], lang: 'pt-BR', isLocked: true });
  });

  it('lets one of two changes through that both name the version they have seen', async () => {
    const { host, roomId, grant } = await people.liveRoom();
    const { version } = grant.body.room;
    const answers = await Promise.all(
      ['One', 'Other'].map((title) => host.patch(`/v1/rooms/${roomId}`, { title, version })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const [winner] = answers.filter(({ status }) => status === 200);
    const { body: seen } = await world.nobody.get(`/v1/rooms/${roomId}`);
    expect(seen.title).toBe(winner?.body.title);
  });
});
