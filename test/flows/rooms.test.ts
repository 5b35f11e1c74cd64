import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  everythingStored,
  expectRefused,
  goLive,
  inSeconds,
  roomsWithMeeting,
  schedule,
  storedRoom,
  toldOf,
} from '../given/stories.ts';
import { openWorld, type Person, type World } from '../world.ts';
import { itemsOf } from './left-behind.ts';

let world: World;
let host: Person;
let other: Person;
beforeAll(async () => {
  world = await openWorld();
  host = await world.person('ada', { followers: 600 });
  other = await world.person('bea', { followers: 600 });
});
afterAll(() => world.close());

/** Tries a wish that must be refused, and looks that it left nothing. */
async function refuses(wish: object, status: number, code: string, facts: object): Promise<void> {
  const before = await everythingStored(world);
  expectRefused(await host.post('/v1/rooms', wish), status, code, facts);
  expect(await everythingStored(world)).toEqual(before);
}
const ownItem = (name: string) =>
  itemsOf(world, 'social').find(({ pk, sk }) => pk === `USER#${host.userId}` && sk === name);
const day = 86_400;
const smile = '😀';

describe('what a room may be called and be about', () => {
  it.each([
    ['no title', undefined],
    ['an empty title', ''],
    ['a title of spaces', '   '],
    ['71 characters', 'x'.repeat(71)],
    ['71 characters of two halves each', smile.repeat(71)],
    ['a line break', 'two\nlines'],
    ['a zero', 'a\u0000b'],
    ['a delete character', 'a\u007fb'],
    ['a control character beyond ASCII', 'a\u0085b'],
    ['half a character', 'a\ud83d'],
  ])('refuses %s', async (_what, title) => {
    await refuses({ title }, 400, 'invalid_field', { type: 'invalid', param: 'title' });
  });

  it.each([
    ['more topics than three', ['a', 'b', 'c', 'd'], 'topics'],
    ['a flood of topics, though they be one', Array.from({ length: 21 }, () => 'music'), 'topics'],
    ['an empty topic', ['music', ''], 'topics[1]'],
    ['a topic of 41 characters', ['x'.repeat(41)], 'topics[0]'],
    ['a topic with a control character', ['a\u0007'], 'topics[0]'],
  ])('refuses %s', async (_what, topics, param) => {
    await refuses({ title: 'Topics', topics }, 400, 'invalid_field', { param });
  });

  it('counts 70 characters as people do, and keeps the composed form and each topic once', async () => {
    const decomposed = 'e\u0301'.repeat(69) + smile;
    const wish = { title: decomposed, topics: ['music', 'film', 'music'], lang: 'pt-BR' };
    const id = await schedule(world, host, 3600, wish);
    expect(storedRoom(world, id)).toMatchObject({ title: 'é'.repeat(69) + smile, topics: ['music', 'film'] });
    expect((await world.nobody.get(`/v1/rooms/${id}`)).body).toMatchObject({
      lang: 'pt-BR',
      topics: ['music', 'film'],
    });
    await host.post(`/v1/rooms/${id}/cancel`);
  });

  it.each([
    ['a language that is none', { lang: 'english please' }, 'lang'],
    ['somebody invited whose id is none', { invitedUserIds: ['7', 'ada'] }, 'invitedUserIds.1'],
    [
      'more than 100 people invited',
      { invitedUserIds: Array.from({ length: 101 }, (_, at) => `${at}`) },
      'invitedUserIds',
    ],
    ['an audience nobody knows', { audience: 'friends' }, 'audience'],
    ['a media region of a wrong form', { mediaRegion: 'moon' }, 'mediaRegion'],
    ['a media region that is none', { mediaRegion: 'xx-nowhere-1' }, 'mediaRegion'],
  ])('refuses %s', async (_what, wish, param) => {
    await refuses({ title: 'Strange', ...wish }, 400, 'invalid_field', { param });
  });
});

describe('rooms for later', () => {
  it('are refused in the past, too far ahead and at no time', async () => {
    const at = (startsAt: string) => ({ title: 'Later', startsAt });
    await refuses(at(inSeconds(world, -60)), 400, 'starts_in_past', { param: 'startsAt' });
    const far = { param: 'startsAt', scheduleAheadDays: 14 };
    await refuses(at(inSeconds(world, 14 * day + 60)), 400, 'too_far_ahead', far);
    await refuses(at('tomorrow'), 400, 'invalid_field', { param: 'startsAt' });
    await refuses(at('2026-02-30T10:00:00Z'), 400, 'invalid_field', { param: 'startsAt' });
  });

  it('are answered as {room}, told on the bus, read by anybody, and counted until they start or are over', async () => {
    const startsAt = inSeconds(world, 14 * day - 60);
    const created = await host.post('/v1/rooms', { title: 'Planned', startsAt });
    expect([created.status, Object.keys(created.body)], created.text).toEqual([201, ['room']]);
    const { id } = created.body.room;
    expect(created.body.room).toMatchObject({ status: 'scheduled', startsAt, participantCount: 0 });
    expect((await world.nobody.get(`/v1/rooms/${id}`)).body).toEqual(created.body.room);
    expect(await toldOf(world, id)).toEqual(['room.scheduled']);
    const another = { title: 'Another', startsAt };
    await refuses(another, 409, 'too_many_scheduled', { limit: 1 });
    const canceled = await host.post(`/v1/rooms/${id}/cancel`);
    expect(canceled.body).toMatchObject({ status: 'canceled', endReason: 'host_canceled' });
    expect((await host.post(`/v1/rooms/${id}/cancel`)).body).toEqual(canceled.body);
    expectRefused(await host.post(`/v1/rooms/${id}/start`), 409, 'room_already_ended');
    expectRefused(await other.post(`/v1/rooms/${id}/join`), 409, 'room_already_ended');
    expect(await toldOf(world, id)).toEqual(['room.scheduled', 'room.canceled']);
    const next = await schedule(world, host);
    expect((await host.post(`/v1/rooms/${next}/start`)).status).toBe(200);
    const third = await schedule(world, host);
    await host.post(`/v1/rooms/${third}/cancel`);
    await host.post(`/v1/rooms/${next}/end`);
  });

  it('start early, answer the same grant when started again, and cannot be canceled or ended at the wrong time', async () => {
    const id = await schedule(world, host, day);
    expectRefused(await host.post(`/v1/rooms/${id}/end`), 409, 'room_not_live');
    expectRefused(await other.post(`/v1/rooms/${id}/join`), 409, 'room_not_live');
    const started = await host.post(`/v1/rooms/${id}/start`);
    expect([started.status, started.body.role, started.body.room.status]).toEqual([200, 'host', 'live']);
    expect((await host.post(`/v1/rooms/${id}/start`)).body.audio).toEqual(started.body.audio);
    expectRefused(await host.post(`/v1/rooms/${id}/cancel`), 409, 'room_already_live');
    expect((await host.post(`/v1/rooms/${id}/end`)).body).toMatchObject({ status: 'ended', endReason: 'host_ended' });
    expectRefused(await host.post(`/v1/rooms/${id}/start`), 409, 'room_already_ended');
  });
});

describe('one live room per host', () => {
  it('refuses a second one, names the first, and leaves no meeting behind', async () => {
    const id = await goLive(host);
    await refuses({ title: 'Second' }, 409, 'already_hosting', { roomId: id });
    await refuses({ title: 'Second', invitedUserIds: [other.userId] }, 409, 'already_hosting', { roomId: id });
    expect(roomsWithMeeting(world)).toEqual([id]);
    const planned = await schedule(world, host);
    expectRefused(await host.post(`/v1/rooms/${planned}/start`), 409, 'already_hosting', { roomId: id });
    expect(roomsWithMeeting(world)).toEqual([id]);
    await host.post(`/v1/rooms/${id}/end`);
    expect((await host.post(`/v1/rooms/${planned}/start`)).status).toBe(200);
    await host.post(`/v1/rooms/${planned}/end`);
  });
});

describe('a host whose room is over', () => {
  it('may plan and go live again at once, before anybody has cleaned up', async () => {
    // Nothing of what the bus would tell the cleaners arrives.
    await world.settle();
    await world.nobody.post('/local/faults', { service: 'events', mode: 'drop', times: 100 });
    const planned = await schedule(world, host);
    await host.post(`/v1/rooms/${planned}/cancel`);
    expect(ownItem('SCHEDULES')?.['roomIds']).toBeUndefined();
    const again = await schedule(world, host);
    expect((await host.post(`/v1/rooms/${again}/start`)).status).toBe(200);
    expect(ownItem('PRESENCE')).toMatchObject({ kind: 'hosting', roomId: again });
    await host.post(`/v1/rooms/${again}/end`);
    expect(ownItem('PRESENCE')).toBeUndefined();
    const third = await goLive(host);
    await host.post(`/v1/rooms/${third}/end`);
    expect(roomsWithMeeting(world)).toEqual([]);
    await world.settle();
    await world.nobody.remove('/local/faults');
  });
});

describe('ending and leaving', () => {
  it('is for the host alone to end, and final', async () => {
    const id = await goLive(host);
    await other.post(`/v1/rooms/${id}/join`);
    expectRefused(await other.post(`/v1/rooms/${id}/end`), 403, 'not_allowed_for_role');
    const ended = await host.post(`/v1/rooms/${id}/end`);
    expect(ended.body).toMatchObject({ status: 'ended', endReason: 'host_ended', participantCount: 0 });
    expect((await host.post(`/v1/rooms/${id}/end`)).body).toMatchObject({
      status: 'ended',
      version: ended.body.version,
    });
    expectRefused(await other.post(`/v1/rooms/${id}/join`), 409, 'room_already_ended');
    expect((await world.nobody.get(`/v1/rooms/${id}`)).body.status).toBe('ended');
    expect(await toldOf(world, id)).toEqual(['room.live', 'room.ended']);
    expect(roomsWithMeeting(world)).toEqual([]);
  });

  it('lets a listener leave twice and come back, and refuses whoever was never in', async () => {
    const id = await goLive(host);
    const first = await other.post(`/v1/rooms/${id}/join`);
    expect(first.body.role).toBe('listener');
    await world.advance(2);
    expect((await world.nobody.get(`/v1/rooms/${id}`)).body.participantCount).toBe(2);
    for (const _ of [1, 2]) expect((await other.post(`/v1/rooms/${id}/leave`)).status).toBe(200);
    await world.advance(2);
    expect((await world.nobody.get(`/v1/rooms/${id}`)).body).toMatchObject({ participantCount: 1, peakCount: 2 });
    expect((await other.post(`/v1/rooms/${id}/join`)).status).toBe(200);
    const stranger = await world.person('stranger');
    expectRefused(await stranger.post(`/v1/rooms/${id}/leave`), 409, 'not_in_room');
    await host.post(`/v1/rooms/${id}/end`);
  });
});
