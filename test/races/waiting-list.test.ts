import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { heldTicket, onSale, seller } from '../given/tickets.ts';
import type { Person, World } from '../world.ts';
import { peopleOf } from './rooms.ts';
import { itemsOf, openRaceWorldWith } from './watching.ts';

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

/** Comes again as the answer says while too much happens at once. */
async function asOften(ask: () => ReturnType<Person['post']>) {
  let answer = await ask();
  for (let again = 0; again < 20 && answer.body.error?.code === 'busy'; again += 1) answer = await ask();
  return answer;
}

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
    expect([...new Set(bought.map(({ body }) => body.error?.code))]).toEqual(['sold_out']);
    const holding = withPlace(roomId).map(({ userId }) => userId);
    expect(holding.toSorted()).toEqual([...holders.slice(8), ...waiting].map(({ userId }) => userId).toSorted());
    expect([sum(roomId, 'available'), sum(roomId, 'kept'), of(roomId, 'ENTRY').length]).toEqual([0, 0, 0]);
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
    const occupied = withPlace(roomId).length;
    expect(sum(roomId, 'available') + sum(roomId, 'kept') + occupied).toBe(6);
    expect(sum(roomId, 'kept'), 'kept for nobody').toBe(0);
    // Whoever still waits does so because nothing is left.
    if (of(roomId, 'ENTRY').length > 0) expect(sum(roomId, 'available')).toBe(0);
    expect(new Set(of(roomId, 'TICKET').map(({ userId }) => userId)).size).toBe(of(roomId, 'TICKET').length);
  });
});
