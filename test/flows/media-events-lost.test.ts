import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openWorld, type World } from '../world.ts';
import { deadLetters, faultsOf, leftBehind } from './left-behind.ts';
import { advanceTo, type LiveRooms, liveRooms, once } from './live-room.ts';

let world: World;
let rooms: LiveRooms;

beforeAll(async () => {
  world = await openWorld();
  rooms = liveRooms(world);
});
afterEach(async () => {
  rooms.leaveAll();
  await world.nobody.remove('/local/faults');
  await world.settle();
});
afterAll(async () => {
  expect(faultsOf(world)).toEqual([]);
  expect(deadLetters(world)).toEqual([]);
  await world.close();
});

const lose = (operation: string, times: number) =>
  world.nobody.post('/local/faults', { service: 'chime', operation: `chime:${operation}`, mode: 'drop', times });

describe('events of the audio service that never come', { timeout: 90_000 }, () => {
  it('about a host who dropped alone: the end of the meeting tells, and the room closes', async () => {
    const { grant, roomId } = await rooms.goLive('ada');
    const hosting = await rooms.enter(grant, { toneHertz: 440, ...once });
    await lose('AttendeeDropped', 9);
    await rooms.vanish(hosting);
    await world.advance(310);
    expect(await rooms.seen(roomId), 'for all we know somebody spoke until the end').toMatchObject({ epoch: 2 });
    await world.advance(310);
    expect(await rooms.seen(roomId)).toMatchObject({ status: 'live', graceEndsAt: expect.any(String) });
    await world.advance(610);
    expect(await rooms.seen(roomId)).toMatchObject({ status: 'ended', endReason: 'grace_ended' });
    await world.advance(2 * 86_400 + 600);
    expect(leftBehind(world, roomId)).toEqual([]);
  });

  it('about a host who connected: the meeting that lives on tells, before the room closes', async () => {
    await lose('AttendeeJoined', 1);
    const { grant, roomId } = await rooms.goLive('bob');
    await rooms.enter(grant, { toneHertz: 440 });
    const listening = await rooms.enter(await rooms.join(await world.person('bea'), roomId));
    await advanceTo(world, grant.room.startedAt, 310);
    expect(await rooms.seen(roomId)).toMatchObject({ graceEndsAt: expect.any(String), participantCount: 1 });
    await world.advance(330);
    await rooms.heard();
    const found = await rooms.seen(roomId);
    expect(found).toMatchObject({ status: 'live', participantCount: 2, epoch: 1 });
    expect(found.graceEndsAt).toBeUndefined();
    await world.advance(3600);
    await listening.waitToHear(440);
    expect((await rooms.seen(roomId)).graceEndsAt).toBeUndefined();
  });

  it('about a host who came back after a drop: the same', async () => {
    const { grant, roomId } = await rooms.goLive('cem');
    await rooms.vanish(await rooms.enter(grant, { toneHertz: 440, ...once }));
    await lose('AttendeeJoined', 1);
    await rooms.enter(grant, { toneHertz: 440 });
    await world.advance(90);
    expect(await rooms.seen(roomId)).toMatchObject({ graceEndsAt: expect.any(String) });
    await world.advance(400);
    await rooms.heard();
    expect(await rooms.seen(roomId)).toMatchObject({ status: 'live', participantCount: 1, epoch: 1 });
    await world.advance(3600);
    expect(await rooms.seen(roomId)).toMatchObject({ status: 'live', participantCount: 1, epoch: 1 });
  });

  it('at all: the room of a host who vanished closes all the same', async () => {
    for (const event of ['AttendeeJoined', 'AttendeeDropped', 'AttendeeLeft', 'MeetingEnded']) await lose(event, 99);
    const { grant, roomId } = await rooms.goLive('dan');
    const hosting = await rooms.enter(grant, { toneHertz: 440, ...once });
    await rooms.enter(await rooms.join(await world.person('bea'), roomId), once);
    await rooms.vanish(hosting);
    await world.advance(920);
    expect(await rooms.seen(roomId)).toMatchObject({ status: 'ended', endReason: 'grace_ended', participantCount: 0 });
    await world.advance(600);
    expect(leftBehind(world, roomId)).toEqual([]);
  });
});
