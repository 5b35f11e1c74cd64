import { afterAll, beforeAll, expect, it } from 'vitest';
import { ledgerBooks, stripeBooks } from '../given/books.ts';
import { heldTicket, ledgerOf, onSale, openSellingWorld, pay, stateOf } from '../given/tickets.ts';
import type { Person, World } from '../world.ts';

let world: World;
let host: Person;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ world, host, close } = await openSellingWorld());
});
afterAll(() => close());

it('the payment service is asked to book at once, so that its fee is known with the payment', async () => {
  const roomId = await onSale(world, host, 2);
  for (const checkout of ['hosted', 'intent']) {
    const buyer = await world.person(`${checkout}Buyer`);
    expect((await buyer.post(`/v1/rooms/${roomId}/tickets`, { checkout })).status).toBe(201);
    await world.settle();
  }
  const { sessions, intents } = world.cloud.stripe.house.state;
  expect(sessions.values().map(({ intent }) => intent.captureMethod)).toEqual(['automatic']);
  expect(intents.values().map(({ capture_method: method }) => method)).toEqual(['automatic']);
});

it('a payment that is not booked there yet is not booked here either, and comes again until it is', async () => {
  const roomId = await onSale(world, host, 2);
  const buyer = await world.person('early');
  const page = await heldTicket(world, buyer, roomId);
  const { charges } = world.cloud.stripe.house.state;
  for (const operation of ['checkout.session.completed', 'payment_intent.succeeded', 'charge.succeeded'])
    await world.nobody.post('/local/faults', { service: 'stripe', operation, mode: 'drop', times: 1 });
  await pay(world, page);
  const charge = charges.values().find(({ transfer_group: group }) => group === roomId);
  if (!charge) throw new Error('nothing was paid');
  charges.put(charge.id, { ...charge, balance_transaction: null });
  const looked = await buyer.get(`/v1/rooms/${roomId}/tickets/me?isPaid=true`);
  expect(looked.status).toBe(200);
  await world.settle();
  expect([await stateOf(buyer, roomId), ledgerOf(world, roomId)]).toEqual(['held', []]);

  charges.put(charge.id, charge);
  for (let minute = 0; minute < 7; minute += 1) await world.advance(60);
  expect(await stateOf(buyer, roomId)).toBe('paid');
  expect(ledgerBooks(world, roomId)).toEqual(stripeBooks(world, roomId));
  expect(stripeBooks(world, roomId).fees).toBe(45);
});
