import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { boughtTicket, heldTicket, onSale, openSellingWorld } from '../given/tickets.ts';
import type { Person, World } from '../world.ts';

let world: World;
let host: Person;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ world, host, close } = await openSellingWorld());
});
afterAll(() => close());

let count = 0;
const buyer = (): Promise<Person> => world.person(`buyer${++count}`, { tokenSeconds: 2_000_000 });
type Told = { readonly id: string; readonly roomId: string; readonly userId: string; readonly version: number };
const toTold = (detail: unknown) => detail as Told;
const eventsOf = (name: string, roomId: string) =>
  world.cloud.bus
    .history()
    .filter((event) => event.source === 'rostrum' && event['detail-type'] === name)
    .map(({ detail }) => toTold(detail))
    .filter((detail) => detail.roomId === roomId);
/** Events may come twice; those with one id are one. */
const soldOuts = (roomId: string) => [...new Set(eventsOf('sale.sold_out', roomId).map(({ id }) => id))];
const setQuantity = async (roomId: string, quantity: number) => {
  const wish = { price: { amount: 500, currency: 'usd' }, quantity };
  expect((await host.put(`/v1/rooms/${roomId}/sale`, wish)).status).toBe(200);
  await world.settle();
};
const giveBack = async (person: Person, roomId: string) => {
  expect((await person.remove(`/v1/rooms/${roomId}/tickets/me`)).status).toBe(200);
  await world.settle();
};

describe('others are told that a sale is sold out', () => {
  it('when its last place is held, once, and again when places that came back are sold', async () => {
    const roomId = await onSale(world, host, 2);
    const [first, last, next] = [await buyer(), await buyer(), await buyer()];
    await heldTicket(world, first, roomId);
    expect(soldOuts(roomId)).toEqual([]);
    await heldTicket(world, last, roomId);
    expect(eventsOf('sale.sold_out', roomId)).toMatchObject([{ roomId, userId: host.userId, quantity: 2 }]);
    await giveBack(last, roomId);
    expect(soldOuts(roomId)).toHaveLength(1);
    await boughtTicket(world, next, roomId);
    expect(soldOuts(roomId)).toHaveLength(2);
    const versions = eventsOf('sale.sold_out', roomId).map(({ version }) => version);
    expect(versions.toSorted((a, b) => a - b)).toEqual(versions);
  });

  it('when all its parts are empty, and not before', async () => {
    const roomId = await onSale(world, host, 101);
    await heldTicket(world, await buyer(), roomId);
    await setQuantity(roomId, 2);
    expect(soldOuts(roomId)).toEqual([]);
    await heldTicket(world, await buyer(), roomId);
    expect(soldOuts(roomId)).toHaveLength(1);
    await setQuantity(roomId, 103);
    expect(soldOuts(roomId)).toHaveLength(1);
    await setQuantity(roomId, 2);
    expect(soldOuts(roomId)).toHaveLength(2);
    expect((await world.nobody.get(`/v1/rooms/${roomId}/sale`)).body.status).toBe('sold_out');
  });

  it('once when the news of it come again', async () => {
    const roomId = await onSale(world, host, 1);
    const again = { service: 'streams', operation: 'rostrum-commerce', mode: 'duplicate', times: 20 };
    const struck = await world.nobody.post('/local/faults', again);
    expect(struck.status, struck.text).toBe(201);
    await heldTicket(world, await buyer(), roomId);
    await world.nobody.remove('/local/faults');
    await setQuantity(roomId, 1);
    expect(soldOuts(roomId)).toHaveLength(1);
  });

  it('not again when what came back is kept for whoever waits', async () => {
    const roomId = await onSale(world, host, 1);
    const [holder, waiting] = [await buyer(), await buyer()];
    await boughtTicket(world, holder, roomId);
    expect((await waiting.post(`/v1/rooms/${roomId}/waitlist/me`)).status).toBe(200);
    await giveBack(holder, roomId);
    expect((await waiting.get(`/v1/rooms/${roomId}/tickets/me`)).status).toBe(200);
    expect(soldOuts(roomId)).toHaveLength(1);
  });
});

describe('others are told that a host was paid', () => {
  it('when the transfer was made, and not when it was only written down', async () => {
    const roomId = await onSale(world, host, 2);
    await boughtTicket(world, await buyer(), roomId);
    expect((await host.post(`/v1/rooms/${roomId}/start`)).status).toBe(200);
    expect((await host.post(`/v1/rooms/${roomId}/end`)).status).toBe(200);
    await world.advance(7 * 86_400 - 3_600);
    const lost = { service: 'stripe', operation: 'transfers.create', mode: 'fail-before', times: 1 };
    expect((await world.nobody.post('/local/faults', lost)).status).toBe(201);
    expect(eventsOf('payout.sent', roomId)).toEqual([]);
    await world.advance(3_700);
    expect(eventsOf('payout.sent', roomId)).toEqual([]);
    await world.advance(600);
    expect(eventsOf('payout.sent', roomId)).toMatchObject([
      {
        id: `evt_${roomId}.1.payout.sent`,
        userId: host.userId,
        version: 1,
        amount: { amount: 442, currency: 'usd' },
      },
    ]);
    await world.advance(86_400);
    expect(eventsOf('payout.sent', roomId)).toHaveLength(1);
  });
});
