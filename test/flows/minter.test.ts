import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { orderSeats, peopleOf } from '../races/rooms.ts';
import {
  freeSeatsOf,
  idsOf,
  mediaCalls,
  openRaceWorld,
  othersThan,
  replicasOf,
  seatCounts,
  worksOf,
} from '../races/watching.ts';
import type { World } from '../world.ts';

let world: World;
let people: ReturnType<typeof peopleOf>;
beforeAll(async () => {
  world = await openRaceWorld();
  people = peopleOf(world);
});
afterAll(() => world.close());

describe('the minter', () => {
  it('makes the first replica and a hundred seats before anybody asks, in two calls', async () => {
    const host = await world.person('early', { followers: 600 });
    await world.settle();
    world.cloud.calls.clear();
    const created = await host.post('/v1/rooms', { title: 'Early' });
    await world.settle();
    const { id: roomId } = created.body.room;
    expect(replicasOf(world, roomId).map(({ seats }) => seats.length)).toEqual([100]);
    expect(freeSeatsOf(world, roomId)).toHaveLength(100);
    expect(seatCounts(world, roomId)).toEqual({ counted: [100], made: [100] });
    expect(mediaCalls(world, 'CreateMeeting')).toHaveLength(2);
    expect(mediaCalls(world, 'BatchCreateAttendee')).toHaveLength(1);
    expect(worksOf(world)).toEqual([]);
  });

  it('tops the pool up when it runs low, and does nothing more when nothing happens', async () => {
    const { roomId } = await people.liveRoom();
    await people.joinAll(await people.listeners(60), roomId, 10);
    expect(freeSeatsOf(world, roomId).length).toBeGreaterThanOrEqual(50);
    const { counted, made } = seatCounts(world, roomId);
    expect(counted).toEqual(made);
    expect(made[0]).toBe(60 + freeSeatsOf(world, roomId).length);
    world.cloud.calls.clear();
    await world.advance(120);
    expect(mediaCalls(world)).toEqual([]);
    expect(worksOf(world)).toEqual([]);
  });

  it('makes seats for a rush of people who find none, and lets them in within their wait', async () => {
    const { roomId } = await people.liveRoom();
    const persons = await people.listeners(115);
    const answers = await Promise.all(persons.map((person) => people.join(person, roomId)));
    expect(othersThan(200, answers)).toEqual([]);
    expect(idsOf(answers).attendees).toHaveLength(115);
    await world.settle();
    const { counted, made } = seatCounts(world, roomId);
    expect(counted).toEqual(made);
  });

  it.each(['CreateMeeting', 'BatchCreateAttendee'])(
    'waits and goes on when the media service throttles %s',
    async (operation) => {
      const host = await world.person(`slow${operation.length}`, { followers: 600 });
      await world.settle();
      const startsAt = new Date(world.cloud.clock.now() + 60_000).toISOString();
      const { body: planned } = await host.post('/v1/rooms', { title: 'Slow', startsAt });
      const { id: roomId } = planned.room;
      // The pool's orders reach the minter only after the start is answered.
      await world.nobody.post('/local/faults', { service: 'streams', mode: 'delay' });
      const started = await host.post(`/v1/rooms/${roomId}/start`);
      expect(started.status, started.text).toBe(200);
      await world.nobody.post('/local/faults', { service: 'chime', operation, mode: 'throttle', times: 5 });
      await world.advance(60);
      await world.nobody.remove('/local/faults');
      expect(freeSeatsOf(world, roomId)).toHaveLength(100);
      expect(seatCounts(world, roomId)).toEqual({ counted: [100], made: [100] });
      expect(worksOf(world)).toEqual([]);
    },
  );

  it.each([
    ['a meeting was made and the answer got lost', 'chime', 'CreateMeeting', 'apply-then-fail'],
    ['seats were made and the answer got lost', 'chime', 'BatchCreateAttendee', 'apply-then-fail'],
    ['seats were put into the pool and the answer got lost', 'dynamodb', 'TransactWriteItems', 'apply-then-fail'],
    ['seats were made and could not be put into the pool', 'dynamodb', 'TransactWriteItems', 'fail-before'],
    ['the pool could not be counted', 'dynamodb', 'Query', 'fail-before'],
    ['an order that was done could not be crossed off', 'dynamodb', 'DeleteItem', 'fail-before'],
  ])('makes every seat once although %s, again and again', async (_what, service, operation, mode) => {
    const { roomId } = await people.liveRoom();
    await world.nobody.post('/local/faults', { service, operation, mode, times: 5 });
    await orderSeats(world, roomId, { waiting: 160 });
    await world.advance(125);
    await world.nobody.remove('/local/faults');
    await world.advance(125);
    const { counted, made } = seatCounts(world, roomId);
    expect(counted).toEqual(made);
    const free = freeSeatsOf(world, roomId);
    expect(free).toHaveLength(made.reduce((sum, count) => sum + count, 0));
    expect(new Set(free).size).toBe(free.length);
    expect(free.length).toBeGreaterThanOrEqual(210);
    expect(worksOf(world)).toEqual([]);
  });
});
