import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { waitUntil } from '../synthetic-client.ts';
import { openWorld, type World } from '../world.ts';
import { deadLetters, faultsOf, leftBehind } from './left-behind.ts';
import { advanceTo, type LiveRooms, listenFor, liveRooms, once, secondsUntil } from './live-room.ts';

let world: World;
let rooms: LiveRooms;

const returnSeconds = 60;
const connectSeconds = 300;
const graceSeconds = 600;

beforeAll(async () => {
  world = await openWorld();
  rooms = liveRooms(world);
});
afterEach(() => rooms.leaveAll());
afterAll(async () => {
  expect(faultsOf(world)).toEqual([]);
  expect(deadLetters(world)).toEqual([]);
  await world.close();
});

describe('a host whose process is gone', { timeout: 90_000 }, () => {
  it('is waited for a minute; then everybody sees when the room will close, and it closes and leaves nothing', async () => {
    const { host, grant, roomId } = await rooms.goLive('ada');
    const hosting = await rooms.enter(grant, { toneHertz: 440, ...once });
    const listener = await world.person('bea');
    await rooms.enter(await rooms.join(listener, roomId));
    await rooms.vanish(hosting);
    await world.advance(returnSeconds - 30);
    expect(await rooms.seen(roomId)).toMatchObject({ status: 'live', participantCount: 2 });
    expect((await rooms.seen(roomId)).graceEndsAt).toBeUndefined();

    await world.advance(40);
    const inGrace = await rooms.seen(roomId);
    expect(inGrace).toMatchObject({ status: 'live', participantCount: 1, peakCount: 2 });
    expect(secondsUntil(world, inGrace.graceEndsAt)).toBeGreaterThan(graceSeconds - 60);
    expect(secondsUntil(world, inGrace.graceEndsAt)).toBeLessThanOrEqual(graceSeconds);
    expect((await listener.get(`/v1/rooms/${roomId}`)).body.graceEndsAt).toBe(inGrace.graceEndsAt);
    expect((await host.post('/v1/rooms', { title: 'Another' })).body.error.code).toBe('already_hosting');

    await world.advance(graceSeconds);
    const ended = await rooms.seen(roomId);
    expect(ended).toMatchObject({ status: 'ended', endReason: 'grace_ended', endedAt: inGrace.graceEndsAt });
    expect(leftBehind(world, roomId)).toEqual([]);
    expect((await host.post('/v1/rooms', { title: 'Another' })).status).toBe(201);
  });

  it('and who is back by itself within the minute was never away', async () => {
    const { grant, roomId } = await rooms.goLive('bob');
    const hosting = await rooms.enter(grant, { toneHertz: 440 });
    hosting.dropSocket();
    await waitUntil(() => hosting.reconnections() === 1, 'for the host to be back');
    await rooms.heard();
    await world.advance(returnSeconds + graceSeconds);
    expect(await rooms.seen(roomId)).toMatchObject({ status: 'live', participantCount: 1, epoch: 1 });
    expect((await rooms.seen(roomId)).graceEndsAt).toBeUndefined();
  });

  it('and who connects again later without asking ends the grace', async () => {
    const { grant, roomId } = await rooms.goLive('cem');
    const listening = await rooms.enter(await rooms.join(await world.person('bea'), roomId));
    await rooms.vanish(await rooms.enter(grant, { toneHertz: 440, ...once }));
    await world.advance(returnSeconds + 5);
    expect(await rooms.seen(roomId)).toMatchObject({ graceEndsAt: expect.any(String), participantCount: 1 });
    await rooms.enter(grant, { toneHertz: 440 });
    await listening.waitToHear(440);
    expect((await rooms.seen(roomId)).graceEndsAt).toBeUndefined();
    expect(await rooms.seen(roomId)).toMatchObject({ participantCount: 2 });
    await world.advance(2 * graceSeconds);
    expect(await rooms.seen(roomId)).toMatchObject({ status: 'live', participantCount: 2 });
  });
});

describe('a host who', { timeout: 90_000 }, () => {
  it('never connects is lost five minutes after the grant', async () => {
    const { roomId } = await rooms.goLive('dan');
    const { startedAt } = await rooms.seen(roomId);
    await advanceTo(world, startedAt, connectSeconds - 10);
    expect((await rooms.seen(roomId)).graceEndsAt).toBeUndefined();
    await advanceTo(world, startedAt, connectSeconds + 5);
    const { graceEndsAt, participantCount } = await rooms.seen(roomId);
    expect(secondsUntil(world, graceEndsAt)).toBeGreaterThan(graceSeconds - 60);
    expect(participantCount).toBe(0);
    await world.advance(graceSeconds);
    expect(await rooms.seen(roomId)).toMatchObject({ status: 'ended', endReason: 'grace_ended' });
    expect(leftBehind(world, roomId)).toEqual([]);
  });

  it('leaves is lost at once, and a return by the door ends the grace', async () => {
    const { host, grant, roomId } = await rooms.goLive('eva');
    const hosting = await rooms.enter(grant, { toneHertz: 440 });
    expect((await host.post(`/v1/rooms/${roomId}/leave`)).status).toBe(200);
    const { graceEndsAt } = await rooms.seen(roomId);
    expect(secondsUntil(world, graceEndsAt)).toBeGreaterThan(graceSeconds - 30);
    // A client that stays connected, or connects again, does not undo it.
    hosting.dropSocket();
    await waitUntil(() => hosting.reconnections() === 1, 'for the client to be back');
    await world.advance(400);
    expect(await rooms.seen(roomId)).toMatchObject({ graceEndsAt, participantCount: 0 });
    hosting.leave();
    await world.advance(60);
    const back = await rooms.join(host, roomId);
    expect(back).toMatchObject({ role: 'host', audio: { kind: 'stage' } });
    expect(back.room.graceEndsAt).toBeUndefined();
    await rooms.enter(back, { toneHertz: 440 });
    await world.advance(2 * graceSeconds);
    expect(await rooms.seen(roomId)).toMatchObject({ status: 'live', participantCount: 1 });
  });

  it('has only an expired token goes on and is heard; nothing happens', async () => {
    const { roomId, grant, host } = await rooms.goLive('fay');
    const { token } = await world.person('fay', { tokenSeconds: 60 });
    const hosting = await rooms.enter(grant, { toneHertz: 440 });
    const listening = await rooms.enter(await rooms.join(await world.person('bea'), roomId));
    await world.advance(3700);
    expect((await world.withToken(token).get('/v1/me')).status).toBe(401);
    expect((await host.post(`/v1/rooms/${roomId}/join`)).status).toBe(401);
    await listenFor(300);
    await listening.waitToHear(440);
    expect(hosting.reconnections()).toBe(0);
    expect(await rooms.seen(roomId)).toMatchObject({ status: 'live', epoch: 1, participantCount: 2 });
    expect((await rooms.seen(roomId)).graceEndsAt).toBeUndefined();
  });
});
