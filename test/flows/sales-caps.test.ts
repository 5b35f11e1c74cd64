import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operate } from '../given/operators.ts';
import { expectRefused } from '../given/stories.ts';
import {
  boughtTicket,
  checkoutOf,
  heldTicket,
  onSale,
  openSellingWorld,
  pay,
  seller,
  stateOf,
} from '../given/tickets.ts';
import { itemsOf } from '../races/watching.ts';
import type { Person, World } from '../world.ts';

const caps = { maxRoomSales: 50_000, maxHostSalesPerDay: 80_000 };
let world: World;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ world, close } = await openSellingWorld(caps));
});
afterAll(() => close());
let count = 0;
const newSeller = (): Promise<Person> => seller(world, `seller${++count}`);
const newBuyer = (): Promise<Person> => world.person(`buyer${++count}`, { tokenSeconds: 700_000 });
async function planned(host: Person): Promise<string> {
  const startsAt = new Date(world.cloud.clock.now() + 86_400_000).toISOString();
  return (await host.post('/v1/rooms', { title: 'The long night', startsAt, audience: 'tickets' })).body.room.id;
}
const put = (host: Person, roomId: string, quantity: number, amount = 500) =>
  host.put(`/v1/rooms/${roomId}/sale`, { price: { amount, currency: 'usd' }, quantity });
const usedBy = ({ userId }: Person): unknown =>
  itemsOf(world, 'commerce').find(({ pk }) => String(pk).startsWith(`SPENT#${userId}#`))?.['amount'] ?? 0;

describe('a spend guard', () => {
  it('refuses a sale that could bring more than a room may, and leaves what was on sale', async () => {
    const host = await newSeller();
    const roomId = await planned(host);
    expectRefused(await put(host, roomId, 101), 400, 'invalid_field', {
      param: 'quantity',
      cap: 50_000,
      wanted: 50_500,
    });
    expect((await host.get(`/v1/rooms/${roomId}/sale`)).status).toBe(404);
    expect((await put(host, roomId, 100)).status).toBe(200);
    expectRefused(await put(host, roomId, 100, 600), 400, 'invalid_field', { wanted: 60_000 });
    expect(JSON.parse((await host.get(`/v1/rooms/${roomId}/sale`)).text)).toMatchObject({ price: { amount: 500 } });
    expect(usedBy(host)).toBe(50_000);
  });

  it('refuses what a host puts on sale in a day beyond their cap; what they take back is theirs again, and so is tomorrow', async () => {
    const host = await newSeller();
    const [first, second] = [await planned(host), await planned(host)];
    expect((await put(host, first, 100)).status).toBe(200);
    const refused = await put(host, second, 61);
    expectRefused(refused, 429, 'cap_reached', { param: 'quantity', cap: 80_000, used: 50_000, wanted: 30_500 });
    const untilMidnight = Number(refused.headers.get('retry-after'));
    const midnight = new Date(world.cloud.clock.now() + untilMidnight * 1_000).toISOString();
    expect(midnight.slice(11, 16)).toBe('00:00');
    expect((await put(host, first, 99)).status).toBe(200);
    expect((await put(host, second, 61)).status).toBe(200);
    expect(usedBy(host)).toBe(80_000);
    const third = await planned(host);
    expectRefused(await put(host, third, 1), 429, 'cap_reached', { used: 80_000 });
    await world.advance(untilMidnight + 1);
    const later = await planned(await seller(world, `seller${count}`));
    expect((await put(host, later, 100)).status).toBe(200);
  });

  it('counts places that are only kept at the price they may be sold at next', async () => {
    const host = await newSeller();
    const roomId = await planned(host);
    expect((await put(host, roomId, 100, 100)).status).toBe(200);
    for (let held = 0; held < 3; held += 1) await heldTicket(world, await newBuyer(), roomId);
    await boughtTicket(world, await newBuyer(), roomId);
    expectRefused(await put(host, roomId, 100, 505), 400, 'invalid_field', { wanted: 100 + 99 * 505 });
    expect((await put(host, roomId, 100, 504)).status).toBe(200);
  });

  it('lets one of two sales through that are set at the same time and do not both fit', async () => {
    const host = await newSeller();
    const rooms = [await planned(host), await planned(host), await planned(host)];
    const answers = await Promise.all(rooms.map((roomId) => put(host, roomId, 80)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 429]);
    expect(usedBy(host)).toBe(80_000);
  });

  it('is wider for a host whom an operator allows more', async () => {
    const host = await newSeller();
    const roomId = await planned(host);
    const now = new Date(world.cloud.clock.now()).toISOString();
    const raised = await operate(
      world,
      'sales-cap',
      host.userId,
      '--room',
      '200000',
      '--day',
      '0',
      '--days',
      '2',
      '--now',
      now,
    );
    expect(raised).toContain('a room 200000, a day 0, until');
    expect((await put(host, roomId, 400)).status).toBe(200);
    expectRefused(await put(host, roomId, 401), 400, 'invalid_field', { cap: 200_000 });
    await operate(world, 'sales-cap', host.userId, '--days', '0', '--now', now);
    expectRefused(await put(host, await planned(host), 1), 429, 'cap_reached', { cap: 80_000, used: 200_000 });
  });
});

describe('the switch of sales', () => {
  it('stops new tickets everywhere within five seconds, and what is held goes on to be paid', async () => {
    const host = await newSeller();
    const roomId = await onSale(world, host, 20);
    const [payer, queued, late] = [await newBuyer(), await newBuyer(), await newBuyer()];
    const checkoutUrl = await heldTicket(world, payer, roomId);
    expect((await queued.post(`/v1/rooms/${roomId}/tickets`)).text).toContain('"status":"queued"');
    await operate(world, 'switches', '--off', 'sales');
    await world.advance(5);
    expectRefused(await late.post(`/v1/rooms/${roomId}/tickets`), 503, 'switched_off', { switch: 'sales' });
    expectRefused(await late.post(`/v1/rooms/${roomId}/waitlist/me`), 503, 'switched_off', { switch: 'sales' });
    await pay(world, checkoutUrl);
    await pay(world, await checkoutOf(queued, roomId));
    expect([await stateOf(payer, roomId), await stateOf(queued, roomId)]).toEqual(['paid', 'paid']);
    expect((await payer.remove(`/v1/rooms/${roomId}/tickets/me`)).status, 'money goes back all the same').toBe(200);
    await world.settle();
    expect(await stateOf(payer, roomId)).toBe('refunded');
    await operate(world, 'switches', '--on', 'sales');
    await world.advance(5);
    await boughtTicket(world, late, roomId);
    expect(await stateOf(late, roomId)).toBe('paid');
  });

  it('keeps a place that comes back for whoever waits, until sales are on again', async () => {
    const roomId = await onSale(world, await newSeller(), 1);
    const [first, waiting] = [await newBuyer(), await newBuyer()];
    await boughtTicket(world, first, roomId);
    expect((await waiting.post(`/v1/rooms/${roomId}/waitlist/me`)).status).toBe(200);
    await operate(world, 'switches', '--off', 'sales');
    await world.advance(5);
    expect((await first.remove(`/v1/rooms/${roomId}/tickets/me`)).status).toBe(200);
    await world.advance(120);
    expect((await waiting.get(`/v1/rooms/${roomId}/tickets/me`)).status).toBe(404);
    await operate(world, 'switches', '--on', 'sales');
    await world.advance(120);
    expect(await stateOf(waiting, roomId)).toBe('held');
  });
});
