import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openWorld, type World } from '../world.ts';
import { deadLetters, faultsOf, itemsOf, leftBehind } from './left-behind.ts';
import { advanceTo, type LiveRooms, liveRooms } from './live-room.ts';
import { type Operator, openOperator } from './operator.ts';

let world: World;
let rooms: LiveRooms;
let operator: Operator;

const hourSeconds = 3600;
const sweepSeconds = 300;
let openedAt: number;

beforeAll(async () => {
  world = await openWorld();
  openedAt = world.cloud.clock.now();
  rooms = liveRooms(world);
  operator = await openOperator(world);
});
afterEach(async () => {
  rooms.leaveAll();
  await world.nobody.remove('/local/faults');
  await world.settle();
});
afterAll(async () => {
  expect(deadLetters(world)).toEqual([]);
  await world.close();
});

const fault = (wish: object) => world.nobody.post('/local/faults', wish);
const later = (seconds: number) => new Date(world.cloud.clock.now() + seconds * 1000).toISOString();

/** No timer reaches its worker from now on. */
async function holdTimers(): Promise<void> {
  const timers = world.cloud.model.queues.find(({ name }) => name.endsWith('-timers'));
  await fault({ service: 'sqs', operation: timers?.name, mode: 'delay', probability: 1 });
}

/** Waits until the sweep, which comes every five minutes, has just been: nothing that is due in so many minutes meets it. */
async function justAfterSweep(): Promise<void> {
  const sinceSweep = ((world.cloud.clock.now() - openedAt) / 1000) % sweepSeconds;
  await world.advance(sweepSeconds - sinceSweep + 150);
}

async function schedule(handle: string, inSeconds: number) {
  const host = await world.person(handle, { followers: 600 });
  const planned = await host.post('/v1/rooms', { title: 'Tomorrow', startsAt: later(inSeconds) });
  expect(planned.status, planned.text).toBe(201);
  await world.settle();
  return { host, roomId: planned.body.room.id, startsAt: planned.body.room.startsAt };
}

describe('a room nobody starts', { timeout: 90_000 }, () => {
  it('is canceled an hour after the planned start, and leaves nothing', async () => {
    const { roomId, startsAt } = await schedule('ada', 2 * hourSeconds);
    expect(world.cloud.scheduler.list().filter(({ name }) => name.includes(roomId))).toHaveLength(1);
    await advanceTo(world, startsAt, hourSeconds - 10);
    expect(await rooms.seen(roomId)).toMatchObject({ status: 'scheduled' });
    await advanceTo(world, startsAt, hourSeconds + 10);
    expect(await rooms.seen(roomId)).toMatchObject({
      status: 'canceled',
      endReason: 'no_show',
      endedAt: new Date(Date.parse(startsAt) + hourSeconds * 1000).toISOString(),
    });
    expect((await operator.room(roomId)).status, 'written by the timer').toBe('canceled');
    expect(leftBehind(world, roomId)).toEqual([]);
    const host = await world.person('ada');
    expect((await host.post(`/v1/rooms/${roomId}/start`)).body.error.code).toBe('room_already_ended');
    expect((await host.post('/v1/rooms', { title: 'Another', startsAt: later(60) })).status).toBe(201);
  });

  it('is canceled by the clock alone, and does not count against its host any longer', async () => {
    await justAfterSweep();
    const { roomId, startsAt } = await schedule('bob', hourSeconds);
    await holdTimers();
    await advanceTo(world, startsAt, hourSeconds - 5);
    await advanceTo(world, startsAt, hourSeconds + 5);
    expect((await operator.room(roomId)).status, 'nothing has written it').toBe('scheduled');
    expect(await rooms.seen(roomId)).toMatchObject({ status: 'canceled', endReason: 'no_show' });
    const host = await world.person('bob');
    expect((await host.post(`/v1/rooms/${roomId}/start`)).body.error.code).toBe('room_already_ended');
    const another = await host.post('/v1/rooms', { title: 'Another', startsAt: later(60) });
    expect(another.status, another.text).toBe(201);
  });

  it('can be started long after a start that died with its meeting made', async () => {
    const { host, roomId } = await schedule('cem', 60);
    await fault({ service: 'dynamodb', operation: 'TransactWriteItems', mode: 'fail-before', times: 2 });
    expect((await host.post(`/v1/rooms/${roomId}/start`)).status).toBeGreaterThanOrEqual(500);
    await world.advance(660);
    expect(leftBehind(world, roomId).filter((name) => name.startsWith('meeting'))).toEqual([]);
    const started = await host.post(`/v1/rooms/${roomId}/start`);
    expect(started.status, started.text).toBe(200);
    const hosting = await rooms.enter(started.body, { toneHertz: 440 });
    const listening = await rooms.enter(await rooms.join(await world.person('bea'), roomId));
    await listening.waitToHear(440);
    expect(hosting.reconnections()).toBe(0);
  });
});

describe('a room whose host is lost', { timeout: 90_000 }, () => {
  it('is over by the clock alone, and its host can go live again', async () => {
    await justAfterSweep();
    const { host, grant, roomId } = await rooms.goLive('dan');
    await rooms.enter(grant);
    await holdTimers();
    await host.post(`/v1/rooms/${roomId}/leave`);
    const { graceEndsAt } = await rooms.seen(roomId);
    await advanceTo(world, graceEndsAt, -5);
    await advanceTo(world, graceEndsAt, 1);
    expect((await operator.room(roomId)).status, 'nothing has written it').toBe('live');
    const over = { status: 'ended', endReason: 'grace_ended', endedAt: graceEndsAt, participantCount: 0 };
    expect(await rooms.seen(roomId)).toMatchObject(over);
    const listed = (await world.nobody.get('/v1/rooms')).body.data.map(({ id }) => id);
    expect(listed).not.toContain(roomId);
    const bea = await world.person('bea');
    expect((await bea.post(`/v1/rooms/${roomId}/join`)).body.error.code).toBe('room_already_ended');
    const again = await host.post('/v1/rooms', { title: 'Again' });
    expect(again.status, again.text).toBe(201);
    await world.nobody.remove('/local/faults');
    await world.advance(400);
    expect((await operator.room(roomId)).status).toBe('ended');
    expect(leftBehind(world, roomId)).toEqual([]);
    const claims = itemsOf(world, 'social').filter(({ sk, userId }) => sk === 'PRESENCE' && userId === host.userId);
    expect(claims).toMatchObject([{ roomId: again.body.room.id }]);
  });

  it('while ending it: the room is over and its meeting gone, though the audio service failed and the request died', async () => {
    const { host, grant, roomId } = await rooms.goLive('eva');
    const hosting = await rooms.enter(grant, { toneHertz: 440 });
    await fault({ service: 'dynamodb', operation: 'TransactWriteItems', mode: 'apply-then-fail' });
    await fault({ service: 'chime', operation: 'DeleteMeeting', mode: 'fail-before', times: 5 });
    expect((await host.post(`/v1/rooms/${roomId}/end`)).status).toBe(200);
    expect(await rooms.seen(roomId)).toMatchObject({ status: 'ended', endReason: 'host_ended' });
    await world.advance(300);
    expect(await hosting.ended).toBe('MeetingEnded');
    expect(leftBehind(world, roomId)).toEqual([]);
  });

  it('is never longer than twelve hours, whoever speaks', async () => {
    const { grant, roomId } = await rooms.goLive('fay');
    const hosting = await rooms.enter(grant, { toneHertz: 440 });
    const { startedAt } = await rooms.seen(roomId);
    await advanceTo(world, startedAt, 12 * hourSeconds - 30);
    expect(await rooms.seen(roomId)).toMatchObject({ status: 'live', epoch: 1 });
    await advanceTo(world, startedAt, 12 * hourSeconds + 10);
    expect(await hosting.ended).toBe('MeetingEnded');
    expect(await rooms.seen(roomId)).toMatchObject({ status: 'ended', endReason: 'too_long' });
    expect((await operator.room(roomId)).status).toBe('ended');
    await rooms.heard();
    expect(leftBehind(world, roomId)).toEqual([]);
    expect(faultsOf(world).filter((line) => !/injected|RefusalError/.test(line))).toEqual([]);
  });
});
