import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { heldTicket, onSale, seller } from '../given/tickets.ts';
import type { Person, World } from '../world.ts';
import { asOften, peopleOf } from './rooms.ts';
import { itemsOf, openRaceWorldWith, times } from './watching.ts';

let world: World;
let people: ReturnType<typeof peopleOf>;
beforeAll(async () => {
  world = await openRaceWorldWith({
    policy: { overrides: { arePayoutsNeededToSell: false, maxScheduledRooms: 100 } },
  });
  people = peopleOf(world);
});
afterAll(() => world.close());

const of = (roomId: string, sk: string) =>
  itemsOf(world, 'commerce').filter(
    (item) => item['sk'] === sk && (item['roomId'] === roomId || item['waitsFor'] === roomId),
  );
const toNumber = (value: unknown): number => (value === undefined ? 0 : Number(value));
const sum = (roomId: string, field: string) =>
  of(roomId, 'PART').reduce((total, part) => total + toNumber(part[field]), 0);
const withPlace = (roomId: string) => of(roomId, 'TICKET').filter(({ part }) => part !== undefined);

describe('places that come back to a room people wait for', { timeout: 120_000 }, () => {
  it('go to them only, whoever else asks for one at the same time', async () => {
    const roomId = await onSale(world, await seller(world, 'ada'), 10);
    const [holders, waiting, strangers] = [
      await people.listeners(10),
      await people.listeners(8),
      await people.listeners(30),
    ];
    for (const holder of holders) await heldTicket(world, holder, roomId);
    const joined = await Promise.all(
      waiting.map((person) => asOften(() => person.post(`/v1/rooms/${roomId}/waitlist/me`))),
    );
    expect(joined.map(({ status }) => status)).toEqual(waiting.map(() => 200));
    const [, bought] = await Promise.all([
      Promise.all(holders.slice(0, 8).map((holder) => asOften(() => holder.remove(`/v1/rooms/${roomId}/tickets/me`)))),
      Promise.all(strangers.map((person) => asOften(() => person.post(`/v1/rooms/${roomId}/tickets`)))),
    ]);
    await world.settle();
    const answered = bought.map(({ status, body }) => `${status} ${body.error?.code ?? JSON.stringify(body)}`);
    expect([...new Set(answered)]).toEqual(['409 sold_out']);
    const holding = withPlace(roomId).map(({ userId }) => userId);
    expect(holding.toSorted()).toEqual([...holders.slice(8), ...waiting].map(({ userId }) => userId).toSorted());
    expect([sum(roomId, 'available'), sum(roomId, 'kept'), of(roomId, 'ENTRY').length]).toEqual([0, 0, 0]);
  });

  it('go to the second who waits, if they come back just after nothing was found for them', async () => {
    const roomId = await onSale(world, await seller(world, 'cleo'), 2);
    const [holders, waiting] = [await people.listeners(2), await people.listeners(2)];
    const [stranger] = await people.listeners(1);
    for (const holder of holders) await heldTicket(world, holder, roomId);
    for (const person of waiting) await person.post(`/v1/rooms/${roomId}/waitlist/me`);
    await world.settle();
    // Looking for a place takes a second, and so does looking at what is left when there is none.
    world.cloud.faults.add({
      service: 'dynamodb',
      operation: 'BatchGetItem',
      mode: 'delay',
      delaySeconds: 1,
      times: 1_000,
    });
    const [first, second] = holders;
    await first?.remove(`/v1/rooms/${roomId}/tickets/me`);
    await vi.waitUntil(() => withPlace(roomId).some(({ userId }) => userId === waiting[0]?.userId), {
      timeout: 10_000,
    });
    const tries = times(10, async (at) => {
      await wait(at * 300);
      return asOften(() => stranger?.post(`/v1/rooms/${roomId}/tickets`) ?? Promise.reject(new Error('nobody')));
    });
    await wait(1_500);
    await second?.remove(`/v1/rooms/${roomId}/tickets/me`);
    const bought = await Promise.all(tries);
    world.cloud.faults.clear();
    await world.settle();
    expect([...new Set(bought.map(({ body }) => body.error?.code))]).toEqual(['sold_out']);
    expect(withPlace(roomId).map(({ userId }) => userId)).toEqual(
      expect.arrayContaining(waiting.map(({ userId }) => userId)),
    );
  });

  it('are as many as there were, while people come to wait, leave, and others give theirs back', async () => {
    const roomId = await onSale(world, await seller(world, 'ben'), 6);
    const [holders, waiting] = [await people.listeners(6), await people.listeners(12)];
    for (const holder of holders) await heldTicket(world, holder, roomId);
    const wait = (person: Person) => asOften(() => person.post(`/v1/rooms/${roomId}/waitlist/me`));
    await Promise.all([
      ...holders.map((holder) => asOften(() => holder.remove(`/v1/rooms/${roomId}/tickets/me`))),
      ...waiting.map(async (person, at) => {
        await wait(person);
        if (at % 3 === 0) await person.remove(`/v1/rooms/${roomId}/waitlist/me`);
      }),
    ]);
    await world.settle();
    // What came back when nobody seemed to wait is kept for a moment, for those whom the list does not show yet.
    await world.advance(80);
    const occupied = withPlace(roomId).length;
    expect(sum(roomId, 'available') + sum(roomId, 'kept') + occupied).toBe(6);
    expect(sum(roomId, 'kept'), 'kept for nobody').toBe(0);
    // Whoever still waits does so because nothing is left.
    if (of(roomId, 'ENTRY').length > 0) expect(sum(roomId, 'available')).toBe(0);
    expect(new Set(of(roomId, 'TICKET').map(({ userId }) => userId)).size).toBe(of(roomId, 'TICKET').length);
  });
});
