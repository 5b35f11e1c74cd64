import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { waitUntil } from '../synthetic-client.ts';
import { openWorld, type World } from '../world.ts';
import { deadLetters, faultsOf, itemsOf, leftBehind, queued } from './left-behind.ts';
import { type LiveRooms, liveRooms, once } from './live-room.ts';
import { type Operator, openOperator } from './operator.ts';

let world: World;
let rooms: LiveRooms;
let operator: Operator;

const daySeconds = 86_400;
const sweepSeconds = 300;

beforeAll(async () => {
  world = await openWorld();
  rooms = liveRooms(world);
  operator = await openOperator(world);
});
afterEach(() => rooms.leaveAll());
afterAll(async () => {
  expect(faultsOf(world)).toEqual([]);
  expect(deadLetters(world)).toEqual([]);
  await world.close();
});

const later = (seconds: number) => new Date(world.cloud.clock.now() + seconds * 1000).toISOString();
const stateOf = async (roomId: string, userId: string) => (await operator.member(roomId, userId))?.state;

async function plan(handle: string): Promise<string> {
  const host = await world.person(handle, { followers: 600 });
  return (await host.post('/v1/rooms', { title: 'Later', startsAt: later(3600) })).body.room.id;
}

describe('people who are not here any more', { timeout: 90_000 }, () => {
  it('are not counted: who never connected after five minutes, who dropped after one, and the sweep tells', async () => {
    const { grant, roomId } = await rooms.goLive('ada');
    await rooms.enter(grant, { toneHertz: 440 });
    const [bea, cem, dan] = [await world.person('bea'), await world.person('cem'), await world.person('dan')];
    await rooms.enter(await rooms.join(bea, roomId));
    await rooms.join(cem, roomId);
    const seat = await rooms.join(dan, roomId);
    const dropping = await rooms.enter(seat, once);
    expect(await rooms.seen(roomId)).toMatchObject({ participantCount: 4, peakCount: 4 });
    await world.advance(240);
    await rooms.vanish(dropping);
    expect(await rooms.seen(roomId), 'a drop may be short').toMatchObject({ participantCount: 4 });
    await world.advance(sweepSeconds + 60);
    await rooms.heard();
    expect(await rooms.seen(roomId)).toMatchObject({ participantCount: 2, peakCount: 4 });
    expect(await stateOf(roomId, bea.userId)).toBe('joined');
    expect([await stateOf(roomId, cem.userId), await stateOf(roomId, dan.userId)]).toEqual(['left', 'left']);

    const again = await rooms.enter(seat, once);
    expect(await stateOf(roomId, dan.userId), 'whose client connects again is back').toBe('joined');
    await again.waitToHear(440);
    await rooms.heard();
    expect(await rooms.seen(roomId)).toMatchObject({ participantCount: 3 });
  });

  it('are not counted after leaving, whatever their client does then', async () => {
    const { grant, roomId } = await rooms.goLive('eva');
    await rooms.enter(grant, { toneHertz: 440 });
    const fay = await world.person('fay');
    const listening = await rooms.enter(await rooms.join(fay, roomId));
    expect((await fay.post(`/v1/rooms/${roomId}/leave`)).status).toBe(200);
    listening.dropSocket();
    await waitUntil(() => listening.reconnections() === 1, 'for the client to be back');
    await rooms.heard();
    await rooms.heard();
    expect(await stateOf(roomId, fay.userId)).toBe('left');
    expect(await rooms.seen(roomId)).toMatchObject({ participantCount: 1 });
  });
});

describe('rooms that are over', { timeout: 90_000 }, () => {
  it('leave nothing, however they ended, and take nothing from those that live', async () => {
    const neighbour = await rooms.goLive('gus');
    const [ended, hasty, lost] = [await rooms.goLive('hal'), await rooms.goLive('ian'), await rooms.goLive('jan')];
    for (const { grant, roomId } of [neighbour, ended, lost]) {
      await rooms.enter(grant, { toneHertz: 440 });
      await rooms.enter(await rooms.join(await world.person(`guest_${roomId.slice(-6)}`), roomId));
    }
    expect((await ended.host.post(`/v1/rooms/${ended.roomId}/end`)).status).toBe(200);
    // Over while its seats are still being made.
    const { body } = await (await world.person('kai', { followers: 600 })).post('/v1/rooms', { title: 'Short' });
    expect((await (await world.person('kai')).post(`/v1/rooms/${body.room.id}/end`)).status).toBe(200);
    expect((await hasty.host.post(`/v1/rooms/${hasty.roomId}/leave`)).status).toBe(200);
    expect((await lost.host.post(`/v1/rooms/${lost.roomId}/leave`)).status).toBe(200);
    const [canceled, noShow] = [await plan('lea'), await plan('max')];
    expect((await (await world.person('lea')).post(`/v1/rooms/${canceled}/cancel`)).status).toBe(200);
    await world.advance(2 * 3600 + 60);
    const over = [ended.roomId, hasty.roomId, lost.roomId, body.room.id, canceled, noShow];
    const reasons = await Promise.all(over.map(async (roomId) => (await rooms.seen(roomId)).endReason));
    expect(reasons).toEqual(['host_ended', 'grace_ended', 'grace_ended', 'host_ended', 'host_canceled', 'no_show']);
    expect(over.flatMap((roomId) => leftBehind(world, roomId))).toEqual([]);

    expect(await rooms.seen(neighbour.roomId)).toMatchObject({ status: 'live', epoch: 1, participantCount: 2 });
    const newcomer = await rooms.enter(await rooms.join(await world.person('ned'), neighbour.roomId));
    await newcomer.waitToHear(440);
  });

  it('are forgotten by everything that works for rooms: two idle days pass in ten seconds, and all is empty', async () => {
    const startedAt = performance.now();
    expect((await world.advance(2 * daySeconds + 600)).status).toBe(200);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    await rooms.heard();
    expect(world.cloud.audio.snapshot()['meetings']).toEqual([]);
    expect(world.cloud.scheduler.list()).toEqual([]);
    expect(queued(world)).toEqual([]);
    expect(itemsOf(world, 'rooms').filter(({ pk }) => /#FREE|#MEDIA|^MEETING|^WORK/.test(`${pk}`))).toEqual([]);
    expect(itemsOf(world, 'social').filter(({ sk }) => sk === 'PRESENCE')).toEqual([]);
    const live = itemsOf(world, 'rooms').filter(({ status }) => status === 'live' || status === 'scheduled');
    expect(live).toEqual([]);
  });
});
