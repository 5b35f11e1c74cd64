import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { onSale, seller } from '../given/tickets.ts';
import { openWorld, type Person, type World } from '../world.ts';

let world: World;
let host: Person;
beforeAll(async () => {
  world = await openWorld();
  host = await seller(world, 'ada');
});
afterAll(() => world.close());

describe('a ticket', () => {
  it('is held at once, paid at the payment service, and opens the door', async () => {
    const roomId = await onSale(world, host, 2);
    const buyer = await world.person('bea');
    const held = await buyer.post(`/v1/rooms/${roomId}/tickets`);
    expect([held.status, held.text]).toEqual([201, expect.stringContaining('"held"')]);
    await world.settle();
    const open = await buyer.get(`/v1/rooms/${roomId}/tickets/me`);
    console.log(open.text);
    const sale = await world.nobody.get(`/v1/rooms/${roomId}/sale`);
    expect(sale.body).toMatchObject({ status: 'open', quantity: 2, available: 1 });
  });
});
