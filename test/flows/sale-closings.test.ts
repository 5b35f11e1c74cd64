import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { remember } from '../given/restoring.ts';
import { boughtTicket, heldTicket, ledgerOf, onSale, openSellingWorld, pay, stateOf } from '../given/tickets.ts';
import { itemsOf } from '../races/watching.ts';
import type { Person, World } from '../world.ts';

let world: World;
let host: Person;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ world, host, close } = await openSellingWorld());
});
afterAll(() => close());

let count = 0;
const buyer = (): Promise<Person> => world.person(`buyer${++count}`, { tokenSeconds: 700_000 });
const refundsIn = (roomId: string) =>
  itemsOf(world, 'commerce').filter(({ sk, refundOf }) => sk === 'REFUND' && refundOf === roomId);
const waitersIn = (roomId: string) =>
  itemsOf(world, 'commerce').filter(({ sk, waitsFor }) => sk === 'ENTRY' && waitsFor === roomId);

/** The room takes place, and is over. */
async function takesPlace(roomId: string): Promise<void> {
  expect((await host.post(`/v1/rooms/${roomId}/start`)).status).toBe(200);
  expect((await host.post(`/v1/rooms/${roomId}/end`)).status).toBe(200);
  await world.settle();
}

describe('when a room with tickets is over', () => {
  it('nobody can pay any more for a place that was held, and who has paid keeps the ticket', async () => {
    const roomId = await onSale(world, host, 5);
    const [holder, paying, queued] = [await buyer(), await buyer(), await buyer()];
    await boughtTicket(world, holder, roomId);
    const checkoutUrl = await heldTicket(world, paying, roomId);
    expect((await queued.post(`/v1/rooms/${roomId}/tickets`, { checkout: 'intent' })).status).toBe(201);
    await takesPlace(roomId);
    const late = await world.nobody.post('/local/stripe/pay', { checkoutUrl, card: 'success' });
    expect(late.status).not.toBe(200);
    await world.settle();
    const states = await Promise.all([holder, paying, queued].map((person) => stateOf(person, roomId)));
    expect(states).toEqual(['paid', 'expired', 'expired']);
    await world.advance(600);
    expect([await stateOf(holder, roomId), refundsIn(roomId)]).toEqual(['paid', []]);
    expect(ledgerOf(world, roomId)).toHaveLength(1);
  });

  it('a payment that was made all the same came too late, and not because the room was canceled', async () => {
    const roomId = await onSale(world, host, 5);
    const paying = await buyer();
    const checkoutUrl = await heldTicket(world, paying, roomId);
    for (const operation of ['checkout.session.completed', 'payment_intent.succeeded'])
      await world.nobody.post('/local/faults', { service: 'stripe', operation, mode: 'drop', times: 1 });
    await pay(world, checkoutUrl);
    await takesPlace(roomId);
    await world.advance(720);
    expect(await stateOf(paying, roomId)).toBe('refunded');
    expect(refundsIn(roomId)).toMatchObject([{ reason: 'late_payment', isStray: true, state: 'succeeded' }]);
  });

  it('nobody waits for a ticket of it any more', async () => {
    const roomId = await onSale(world, host, 1);
    const [holder, ...waiting] = [await buyer(), await buyer(), await buyer()];
    await boughtTicket(world, holder, roomId);
    const waitlist = `/v1/rooms/${roomId}/waitlist/me`;
    for (const person of waiting) expect((await person.post(waitlist)).status).toBe(200);
    await world.settle();
    expect(waitersIn(roomId)).toHaveLength(2);
    await takesPlace(roomId);
    for (const person of waiting) expect((await person.get(waitlist)).text).toBe('{"isWaiting":false}');
    expect([waitersIn(roomId), await stateOf(holder, roomId)]).toEqual([[], 'paid']);
  });

  it('who held a place is sent away too when the tables were put back to the moment it was over', async () => {
    const roomId = await onSale(world, host, 5);
    const paying = await buyer();
    await heldTicket(world, paying, roomId);
    const jobs = world.cloud.model.queues.find(({ name }) => name.endsWith('refund-jobs'))?.name;
    const late = { service: 'sqs', operation: jobs, mode: 'delay', times: 1 };
    expect((await world.nobody.post('/local/faults', late)).status).toBe(201);
    await takesPlace(roomId);
    const then = remember(world);
    await world.advance(300);
    expect(await stateOf(paying, roomId)).toBe('expired');
    then.putBack();
    expect(await stateOf(paying, roomId)).toBe('held');
    for (let minute = 0; minute < 14; minute += 1) await world.advance(60);
    expect(await stateOf(paying, roomId)).toBe('expired');
  });
});
