import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { onSale, openSellingWorld } from '../given/tickets.ts';
import type { Person, World } from '../world.ts';

let world: World;
let host: Person;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ world, host, close } = await openSellingWorld());
});
afterAll(() => close());

describe('a ticket', () => {
  it('is held at once, paid at the payment service, and opens the door', async () => {
    const roomId = await onSale(world, host, 2);
    const buyer = await world.person('bea');
    const held = await buyer.post(`/v1/rooms/${roomId}/tickets`);
    expect([held.status, held.body]).toMatchObject([201, { ticket: { state: 'held' }, payment: { status: 'queued' } }]);
    await world.settle();
    const open = await buyer.get(`/v1/rooms/${roomId}/tickets/me`);
    expect(open.body, open.text).toMatchObject({ ticket: { state: 'held' }, payment: { status: 'open' } });
    expect((await world.nobody.get(`/v1/rooms/${roomId}/sale`)).body).toMatchObject({ status: 'open', available: 1 });

    const { payment } = JSON.parse(open.text);
    const paid = await world.nobody.post('/local/stripe/pay', { checkoutUrl: payment.checkoutUrl, card: 'success' });
    expect(paid.status, paid.text).toBe(200);
    await world.settle();
    const ticket = await buyer.get(`/v1/rooms/${roomId}/tickets/me`);
    expect(ticket.body, ticket.text).toMatchObject({ ticket: { state: 'paid' }, payment: { status: 'done' } });

    expect((await host.post(`/v1/rooms/${roomId}/start`)).status).toBe(200);
    const entered = await buyer.post(`/v1/rooms/${roomId}/join`);
    expect([entered.status, entered.body.role], entered.text).toEqual([200, 'listener']);
    const without = await (await world.person('cem')).post(`/v1/rooms/${roomId}/join`);
    const refusal = { code: 'ticket_required', amount: 500, currency: 'usd', link: `/r/${roomId}` };
    expect([without.status, without.body.error]).toMatchObject([402, refusal]);
    const guest = await world.nobody.post(`/v1/rooms/${roomId}/listen`);
    expect([guest.status, guest.body.error]).toMatchObject([402, refusal]);
  });
});
