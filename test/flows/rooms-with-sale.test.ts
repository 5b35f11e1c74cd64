import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectRefused, roomsWithMeeting, storedRooms } from '../given/stories.ts';
import { heldTicket, openSellingWorld, seller } from '../given/tickets.ts';
import { itemsOf } from '../races/watching.ts';
import type { Person, World } from '../world.ts';

let world: World;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ world, close } = await openSellingWorld({ maxRoomSales: 50_000, maxHostSalesPerDay: 80_000 }));
});
afterAll(() => close());

let count = 0;
const newSeller = (): Promise<Person> => seller(world, `seller${++count}`);
const someone = (): Promise<Person> => world.person(`person${++count}`, { followers: 600 });
const tomorrow = () => new Date(world.cloud.clock.now() + 86_400_000).toISOString();
const sale = (quantity: unknown = 20, amount: unknown = 500, currency: unknown = 'usd') => ({
  price: { amount, currency },
  quantity,
});
const make = (host: Person, wish: object, key?: string) =>
  host.post('/v1/rooms', { title: 'The long night', ...wish }, key ? { 'idempotency-key': key } : {});
const saleOf = async (roomId: string) => {
  const answer = await world.nobody.get(`/v1/rooms/${roomId}/sale`);
  return [answer.status, JSON.parse(answer.text)];
};
const roomsOf = ({ userId }: Person) => storedRooms(world).filter(({ hostId }) => hostId === userId);
const soldBy = ({ userId }: Person) =>
  itemsOf(world, 'commerce').filter((item) => item['sk'] === 'SALE' && item['hostId'] === userId);

describe('a room that is made with its sale', () => {
  it('has its tickets on sale from the first moment, when it is planned', async () => {
    const host = await newSeller();
    const made = await make(host, { startsAt: tomorrow(), sale: sale(101, 300) });
    expect([made.status, made.body.room], made.text).toMatchObject([
      201,
      { status: 'scheduled', audience: 'tickets', isTicketed: true },
    ]);
    const { id } = made.body.room;
    const view = { roomId: id, status: 'open', price: { amount: 300, currency: 'usd' }, quantity: 101, available: 101 };
    expect(await saleOf(id)).toEqual([200, view]);
    await heldTicket(world, await someone(), id);
    expect(await saleOf(id)).toMatchObject([200, { available: 100 }]);
    expect((await host.put(`/v1/rooms/${id}/sale`, sale(110, 300))).status).toBe(200);
  });

  it('is live for ticket holders only, when it starts at once', async () => {
    const [host, listener] = [await newSeller(), await someone()];
    const made = await make(host, { audience: 'public', sale: sale() });
    expect([made.status, made.body.role, made.body.room], made.text).toMatchObject([
      201,
      'host',
      { status: 'live', audience: 'tickets', isTicketed: true },
    ]);
    const { id } = made.body.room;
    const price = { amount: 500, currency: 'usd' };
    expectRefused(await listener.post(`/v1/rooms/${id}/join`), 402, 'ticket_required', price);
    expectRefused(await world.nobody.post(`/v1/rooms/${id}/listen`), 402, 'ticket_required', price);
    await heldTicket(world, listener, id);
  });

  it('is made once for one key, and nothing is made of another sale under it', async () => {
    const host = await newSeller();
    const wish = { startsAt: tomorrow(), sale: sale() };
    const answers = await Promise.all([make(host, wish, 'k-1'), make(host, wish, 'k-1'), make(host, wish, 'k-1')]);
    answers.push(await make(host, wish, 'k-1'));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    const other = await make(host, { ...wish, sale: sale(21) }, 'k-1');
    expectRefused(other, 409, 'idempotency_mismatch', { param: 'Idempotency-Key' });
    expect([roomsOf(host).length, soldBy(host).length]).toEqual([1, 1]);
  });
});

describe('no room is made whose sale is refused:', () => {
  it.each([
    ['a price of nothing', sale(20, 0), 400, 'price_out_of_range', 'sale.price.amount'],
    ['a fraction of a cent', sale(20, 500.5), 400, 'price_out_of_range', 'sale.price.amount'],
    ['another currency', sale(20, 500, 'eur'), 400, 'currency_unsupported', 'sale.price.currency'],
    ['a price that is none', sale(20, '500'), 400, 'invalid_field', 'sale.price.amount'],
    ['no ticket', sale(0), 400, 'invalid_field', 'sale.quantity'],
    ['10 001 tickets', sale(10_001), 400, 'invalid_field', 'sale.quantity'],
    ['more than a room may bring', sale(101), 400, 'invalid_field', 'sale.quantity'],
    ['no price', { quantity: 5 }, 400, 'invalid_field', 'sale.price'],
    ['no sale', null, 400, 'invalid_field', 'sale'],
  ])('%s', async (_what, wrong, status, code, param) => {
    const host = await newSeller();
    const meetings = roomsWithMeeting(world);
    for (const startsAt of [tomorrow(), undefined])
      expectRefused(await make(host, { sale: wrong, ...(startsAt && { startsAt }) }), status, code, { param });
    expect([roomsOf(host), soldBy(host), roomsWithMeeting(world)]).toEqual([[], [], meetings]);
  });

  it('of somebody who may not sell', async () => {
    const host = await someone();
    expectRefused(await make(host, { sale: sale() }), 403, 'not_eligible_to_sell');
    expectRefused(await make(host, { startsAt: tomorrow(), sale: sale() }), 403, 'not_eligible_to_sell');
    expect(roomsOf(host)).toEqual([]);
  });

  it('what is beyond the host’s day, also when two are made at once', async () => {
    const host = await newSeller();
    const wish = () => ({ startsAt: tomorrow(), sale: sale(90) });
    const answers = await Promise.all([make(host, wish()), make(host, wish())]);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    const told = { param: 'sale.quantity', cap: 80_000, used: 45_000 };
    expectRefused(await make(host, wish()), 429, 'cap_reached', told);
    expectRefused(await make(host, { sale: sale(90) }), 429, 'cap_reached', told);
    expect([roomsOf(host).length, soldBy(host).length]).toEqual([1, 1]);
  });
});
