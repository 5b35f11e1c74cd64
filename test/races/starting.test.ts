import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer, Person, World } from '../world.ts';
import {
  allMeetings,
  idsOf,
  mediaCalls,
  meetingsOf,
  openRaceWorldWith,
  othersThan,
  primariesOf,
  times,
} from './watching.ts';

let world: World;
beforeAll(async () => {
  world = await openRaceWorldWith({ policy: { preset: '2021-05', overrides: { maxScheduledRooms: 10 } } });
});
afterAll(() => world.close());

let hosts = 0;
async function newHost(): Promise<Person> {
  const host = await world.person(`host${++hosts}`, { followers: 600 });
  await world.settle();
  return host;
}
const inAnHour = () => new Date(world.cloud.clock.now() + 3_600_000).toISOString();
async function plan(host: Person, title = 'For later'): Promise<string> {
  const answer = await host.post('/v1/rooms', { title, startsAt: inAnHour() });
  expect(answer.status, answer.text).toBe(201);
  return answer.body.room.id;
}
const start = (host: Person, roomId: string) => host.post(`/v1/rooms/${roomId}/start`);
/** The media service's allowance of requests is full again. */
const rest = () => world.advance(5);
const fault = (body: object) => world.nobody.post('/local/faults', body);

function expectOneStart(roomId: string, answers: readonly Answer[]): void {
  const { meetings, attendees } = idsOf(answers);
  expect(othersThan(200, answers)).toEqual([]);
  expect(meetings).toHaveLength(1);
  expect(attendees).toHaveLength(1);
  const primaries = primariesOf(world, roomId);
  expect(primaries.map(({ meetingId }) => meetingId)).toEqual(meetings);
  expect(primaries[0]?.seats.map(({ attendeeId }) => attendeeId)).toEqual(attendees);
}

describe('starting one room many times at once', () => {
  it('twenty starts make one primary meeting, and every answer is the same grant', async () => {
    const host = await newHost();
    const roomId = await plan(host);
    await rest();
    const answers = await Promise.all(times(20, () => start(host, roomId)));
    await world.settle();
    expectOneStart(roomId, answers);
  });

  it('twenty starts answer the same grant although the media service turns many of them away', async () => {
    const host = await newHost();
    const roomId = await plan(host);
    await rest();
    await fault({ service: 'chime', operation: 'CreateMeeting', mode: 'throttle', probability: 0.6, seed: 5 });
    const answers = await Promise.all(times(20, () => start(host, roomId)));
    await world.nobody.remove('/local/faults');
    await world.settle();
    expectOneStart(roomId, answers);
    expect(mediaCalls(world, 'CreateMeeting').filter(({ error }) => error !== undefined).length).toBeGreaterThan(15);
  });

  it.each([
    ['a meeting was made and the answer got lost', { service: 'chime', operation: 'CreateMeeting' }, 'apply-then-fail'],
    [
      'an attendee was made and the answer got lost',
      { service: 'chime', operation: 'CreateAttendee' },
      'apply-then-fail',
    ],
    [
      'the start was written and the answer got lost',
      { service: 'dynamodb', operation: 'TransactWriteItems' },
      'apply-then-fail',
    ],
    ['the write failed', { service: 'dynamodb', operation: 'TransactWriteItems' }, 'fail-before'],
    ['the write met another', { service: 'dynamodb', operation: 'TransactWriteItems' }, 'conflict'],
  ])('there is one meeting and one grant although %s', async (_what, where, mode) => {
    const host = await newHost();
    const roomId = await plan(host);
    await rest();
    await fault({ ...where, mode, times: 3 });
    const answers = await Promise.all(times(10, () => start(host, roomId)));
    await world.nobody.remove('/local/faults');
    await world.settle();
    const granted = answers.filter(({ status }) => status === 200);
    for (const { status, text } of answers) expect([200, 500, 503], text).toContain(status);
    expect(granted.length).toBeGreaterThanOrEqual(7);
    const again = await start(host, roomId);
    expectOneStart(roomId, [...granted, again]);
  });
});

describe('one host at two places at once', () => {
  it('starts one of two rooms, and is told of it at the other', async () => {
    const host = await newHost();
    const rooms = [await plan(host, 'One'), await plan(host, 'Other')];
    await rest();
    const answers = await Promise.all(rooms.flatMap((roomId) => times(4, () => start(host, roomId))));
    await world.settle();
    const granted = answers.filter(({ status }) => status === 200);
    const live = granted[0]?.body.room.id ?? '';
    expectOneStart(live, granted);
    expect(granted).toHaveLength(4);
    for (const { status, body } of answers.filter((answer) => answer.status !== 200)) {
      expect([status, body.error.code]).toEqual([409, 'already_hosting']);
      expect(body.error).toMatchObject({ roomId: live });
    }
    const [other = ''] = rooms.filter((roomId) => roomId !== live);
    expect(meetingsOf(world, other)).toEqual([]);
    // The room that had to wait can be started when the first is over.
    await host.post(`/v1/rooms/${live}/end`);
    await rest();
    const answersOfOther = await Promise.all(times(5, () => start(host, other)));
    await world.settle();
    expectOneStart(other, answersOfOther);
    await host.post(`/v1/rooms/${other}/end`);
    await world.settle();
    expect(allMeetings(world).filter(({ externalMeetingId }) => rooms.includes(externalMeetingId))).toEqual([]);
  });

  it('creates one of two rooms, and no meeting is left of the other', async () => {
    const host = await newHost();
    await rest();
    const before = new Set(allMeetings(world).map(({ meetingId }) => meetingId));
    const answers = await Promise.all(times(5, (at) => host.post('/v1/rooms', { title: `Room ${at}` })));
    await world.settle();
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
    const live = answers.find(({ status }) => status === 201)?.body.room.id ?? '';
    const made = allMeetings(world).filter(({ meetingId }) => !before.has(meetingId));
    expect(made.map(({ externalMeetingId }) => externalMeetingId)).toEqual([live, live]);
  });

  it('creates one room under one idempotency key, and every answer is the same', async () => {
    const host = await newHost();
    await rest();
    const before = new Set(allMeetings(world).map(({ meetingId }) => meetingId));
    const create = () => host.post('/v1/rooms', { title: 'Once' }, { 'idempotency-key': 'once-1' });
    const answers = await Promise.all(times(5, create));
    await world.settle();
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
    expect(new Set(answers.map(({ body }) => body.room.id)).size).toBe(1);
    // Every answer carries a token of its own second; a repeat would be given a stale one otherwise.
    const lasting = answers.map(({ body: { realtime, ...body } }) => ({ ...body, channels: realtime.channels }));
    for (const answer of lasting) expect(answer).toEqual(lasting[0]);
    const made = allMeetings(world).filter(({ meetingId }) => !before.has(meetingId));
    expect(made, 'primary and first replica of the one room').toHaveLength(2);
  });
});

describe('starting while something else happens to the room', () => {
  it('either starts or is cancelled, and a cancelled room has no meeting', async () => {
    for (let round = 0; round < 6; round += 1) {
      const host = await newHost();
      const roomId = await plan(host);
      await rest();
      const [started, canceled] = await Promise.all([start(host, roomId), host.post(`/v1/rooms/${roomId}/cancel`)]);
      await world.settle();
      const { body: seen } = await world.nobody.get(`/v1/rooms/${roomId}`);
      expect(seen.status).toBe(started.status === 200 ? 'live' : 'canceled');
      expect([started.status, canceled.status].sort()).toEqual([200, 409]);
      expect(primariesOf(world, roomId)).toHaveLength(started.status === 200 ? 1 : 0);
    }
  });

  it('starts although its title is changed at the same moment, and keeps the new title', async () => {
    for (let round = 0; round < 4; round += 1) {
      const host = await newHost();
      const roomId = await plan(host);
      await rest();
      const [patched, ...started] = await Promise.all([
        host.patch(`/v1/rooms/${roomId}`, { title: 'Better' }),
        ...times(3, () => start(host, roomId)),
      ]);
      await world.settle();
      expect(patched.status, patched.text).toBe(200);
      expectOneStart(roomId, started);
      const { body: seen } = await world.nobody.get(`/v1/rooms/${roomId}`);
      expect([seen.status, seen.title]).toEqual(['live', 'Better']);
    }
  });
});
