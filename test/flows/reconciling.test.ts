import type Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ledgerBooks, stripeBooks } from '../given/books.ts';
import { dashboardOf } from '../given/operators.ts';
import { buyers, failing, lose, paymentOf, reconcile, remember } from '../given/restoring.ts';
import { boughtTicket, onSale, openSellingWorld, pay, secretOf, stateOf } from '../given/tickets.ts';
import { faultsIn } from '../races/watching.ts';
import type { Person, World } from '../world.ts';

let world: World;
let host: Person;
let close: () => Promise<void>;
let stripe: Stripe;
beforeAll(async () => {
  ({ world, host, close } = await openSellingWorld({ arePayoutsNeededToSell: true }));
  stripe = await dashboardOf(world);
});
afterAll(() => close());

/** A payment is sent back by hand, and the news of that never come. */
async function unheard(roomId: string, person: Person): Promise<void> {
  await lose(world, 'refund.created', 'charge.refunded');
  await stripe.refunds.create({ payment_intent: paymentOf(world, roomId, person) });
  await world.settle();
  expect(await stateOf(person, roomId)).toBe('paid');
}
/** Hour by hour: a schedule that is jumped over ticks once. */
const hours = async (count: number) => {
  for (let hour = 0; hour < count; hour += 1) await world.advance(3_600);
};
const hoursUntil = (hour: number): number => (hour - new Date(world.cloud.clock.now()).getUTCHours() + 24) % 24;

describe('what was missed of payments', () => {
  it('is fetched within the hour, as the payment service knows what nobody took', async () => {
    const roomId = await onSale(world, host, 3);
    const { person } = await buyers(world, 'person');
    await boughtTicket(world, person, roomId);
    await unheard(roomId, person);
    await world.advance(3_700);
    expect(await stateOf(person, roomId)).toBe('refunded');
    expect(ledgerBooks(world, roomId)).toEqual(stripeBooks(world, roomId));
  });

  it('is found by the daily walk when it could not be fetched', async () => {
    // First the hours until midnight: the room, planned for a day later, is not over when the walk comes.
    await hours(hoursUntil(0));
    const roomId = await onSale(world, host, 3);
    const { person } = await buyers(world, 'person');
    await boughtTicket(world, person, roomId);
    await failing(world, 'events.list', 100);
    await unheard(roomId, person);
    await hours(3);
    expect(await stateOf(person, roomId)).toBe('paid');
    await hours(2);
    expect(await stateOf(person, roomId)).toBe('refunded');
    await world.nobody.remove('/local/faults');
    await world.advance(1_200);
  });
});

describe('a walk', () => {
  it('goes on page by page past what is somebody else’s, and past what cannot be settled', async () => {
    const roomId = await onSale(world, host, 3);
    const { early } = await buyers(world, 'early');
    const then = remember(world);
    const { body } = await early.post(`/v1/rooms/${roomId}/tickets`, { checkout: 'intent' });
    expect(body.error).toBeUndefined();
    await world.settle();
    await pay(world, await secretOf(early, roomId));
    // Payments of another shop on the same account, one of them with marks that mean nothing.
    for (let at = 0; at < 60; at += 1) {
      const metadata = at === 30 ? { orderId: 'ord_none', roomId: 'none', userId: 'nobody' } : null;
      await stripe.paymentIntents.create({ amount: 900, currency: 'usd', ...(metadata && { metadata }) });
      if (at % 20 === 19) await world.advance(2);
    }
    then.putBack();
    const faults = faultsIn(world).length;
    await reconcile(world, then.at);
    expect(await stateOf(early, roomId)).toBe('paid');
    expect(ledgerBooks(world, roomId)).toEqual(stripeBooks(world, roomId));
    expect(faultsIn(world).slice(faults)).toEqual([]);
  });
});
