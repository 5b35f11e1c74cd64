import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openWorld, type World } from '../world.ts';
import { deadLetters, faultsOf, leftBehind } from './left-behind.ts';
import { type LiveRooms, liveRooms, once } from './live-room.ts';
import { type Operator, openOperator } from './operator.ts';

let world: World;
let rooms: LiveRooms;
let operator: Operator;

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

describe('a room outlives its meeting', { timeout: 90_000 }, () => {
  it('when the host alone drops and is back after eight minutes, everybody hears again', async () => {
    const { host, grant, roomId } = await rooms.goLive('ada');
    const hosting = await rooms.enter(grant, { toneHertz: 440, ...once });
    const bea = await world.person('bea');
    const seat = await rooms.join(bea, roomId);
    const listening = await rooms.enter(seat);
    await listening.waitToHear(440);
    await rooms.vanish(hosting);
    await world.advance(310);
    expect(await listening.ended, 'the service ended the meeting without audio').toBe('MeetingEnded');
    expect(await rooms.seen(roomId)).toMatchObject({ status: 'live', epoch: 1, graceEndsAt: expect.any(String) });
    const tooEarly = await bea.post(`/v1/rooms/${roomId}/join`);
    expect(tooEarly.status).toBe(503);
    expect(tooEarly.body.error.code).toBe('audience_warming');
    expect(Number(tooEarly.headers.get('retry-after'))).toBeGreaterThan(0);

    await world.advance(170);
    const back = await rooms.join(host, roomId);
    expect(back.room).toMatchObject({ epoch: 2, status: 'live' });
    expect(back.room.graceEndsAt).toBeUndefined();
    expect(back.audio.meeting.MeetingId).not.toBe(grant.audio.meeting.MeetingId);
    await rooms.enter(back, { toneHertz: 440 });
    const again = await rooms.join(bea, roomId);
    expect(again.audio.attendee.AttendeeId).not.toBe(seat.audio.attendee.AttendeeId);
    await (await rooms.enter(again)).waitToHear(440);
    const newcomer = await rooms.join(await world.person('cem'), roomId);
    await (await rooms.enter(newcomer)).waitToHear(440);
    await world.settle();
    expect(await rooms.seen(roomId)).toMatchObject({ epoch: 2, participantCount: 3 });

    expect((await host.post(`/v1/rooms/${roomId}/end`)).status).toBe(200);
    // Also what led to the first epoch's meetings, two days later.
    await world.advance(2 * 86_400 + 600);
    expect(leftBehind(world, roomId)).toEqual([]);
  });

  it('gets a new one at once when it ends under somebody who was speaking', async () => {
    const { host, grant, roomId } = await rooms.goLive('dan');
    const hosting = await rooms.enter(grant, { toneHertz: 440 });
    const bea = await world.person('bea');
    const listening = await rooms.enter(await rooms.join(bea, roomId));
    await listening.waitToHear(440);
    await operator.deleteMeeting(grant.audio.meeting.MeetingId);
    expect(await Promise.all([hosting.ended, listening.ended])).toEqual(['MeetingEnded', 'MeetingEnded']);
    await rooms.heard();
    expect(await rooms.seen(roomId)).toMatchObject({ status: 'live', epoch: 2 });
    expect((await rooms.seen(roomId)).graceEndsAt).toBeUndefined();

    const back = await rooms.join(host, roomId);
    expect(back.room.epoch).toBe(2);
    await rooms.enter(back, { toneHertz: 440 });
    await (await rooms.enter(await rooms.join(bea, roomId))).waitToHear(440);
    expect(await rooms.seen(roomId)).toMatchObject({ epoch: 2, participantCount: 2 });
  });

  it('gets a new one at the return of its host when nobody told that it ended', async () => {
    const { host, grant, roomId } = await rooms.goLive('eva');
    await rooms.enter(grant, { toneHertz: 440 });
    await world.nobody.post('/local/faults', {
      service: 'chime',
      operation: 'chime:MeetingEnded',
      mode: 'drop',
      times: 9,
    });
    await operator.deleteMeeting(grant.audio.meeting.MeetingId);
    await rooms.heard();
    await world.nobody.remove('/local/faults');
    expect(await rooms.seen(roomId)).toMatchObject({ epoch: 1 });
    const back = await rooms.join(host, roomId);
    expect(back.room.epoch).toBe(2);
    const hosting = await rooms.enter(back, { toneHertz: 440 });
    const listening = await rooms.enter(await rooms.join(await world.person('bea'), roomId));
    await listening.waitToHear(440);
    expect(hosting.reconnections()).toBe(0);
  });

  it('with a speaker still there goes on in the grace, and the host who is back finds them', async () => {
    const { host, grant, roomId } = await rooms.goLive('fay');
    const hosting = await rooms.enter(grant, { toneHertz: 440, ...once });
    const gus = await world.person('gus');
    await rooms.join(gus, roomId);
    await operator.putOnStage(roomId, gus);
    const onStage = await rooms.join(gus, roomId);
    const speaking = await rooms.enter(onStage, { toneHertz: 1000 });
    expect(await speaking.promote(onStage.audio.stage.attendee)).toBe(true);
    await rooms.vanish(hosting);
    await world.advance(480);
    expect(await rooms.seen(roomId)).toMatchObject({ epoch: 1, graceEndsAt: expect.any(String), participantCount: 1 });
    const back = await rooms.join(host, roomId);
    expect(back.room.epoch, 'the meeting lives as long as somebody speaks').toBe(1);
    const again = await rooms.enter(back, { toneHertz: 440 });
    await again.waitToHear(1000);
    await speaking.waitToHear(440);
    await world.settle();
    expect(await rooms.seen(roomId)).toMatchObject({ participantCount: 2 });
  });
});
