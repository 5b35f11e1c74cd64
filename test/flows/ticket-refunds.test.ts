import type Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dashboardOf, operate } from '../given/operators.ts';
import { balancesIn, boughtTicket, ledgerOf, onSale, openSellingWorld, stateOf } from '../given/tickets.ts';
import { itemsOf } from '../races/watching.ts';
import type { Person, World } from '../world.ts';

let world: World;
let host: Person;
let close: () => Promise<void>;
let stripe: Stripe;
beforeAll(async () => {
  ({ world, host, close } = await openSellingWorld());
  stripe = await dashboardOf(world);
});
afterAll(() => close());

type Listed = { readonly status: string; readonly failure_reason?: string };

/** The command as an operator runs it, with the keys of this cloud's operator. */
async function refundsTool(...words: readonly string[]): Promise<string> {
  const stdout = await operate(world, 'refunds', ...words);
  await world.settle();
  return stdout;
}

let count = 0;
/** Somebody who gives a ticket back; the payment service does with the money as `outcome` says. */
async function givenBack(outcome: 'failed' | 'pending' | 'succeeded') {
  const person = await world.person(`back${++count}`, { tokenSeconds: 700_000 });
  const roomId = await onSale(world, host, 3);
  await boughtTicket(world, person, roomId);
  const paymentIntent = ledgerOf(world, roomId)[0]?.paymentIntentId ?? '';
  await world.nobody.post('/local/stripe/refund', { outcome });
  expect((await person.remove(`/v1/rooms/${roomId}/tickets/me`)).status).toBe(200);
  await world.settle();
  return { person, roomId, paymentIntent, state: () => stateOf(person, roomId) };
}
const refundsAt = async (paymentIntent: string): Promise<readonly Listed[]> =>
  (await stripe.refunds.list({ payment_intent: paymentIntent })).data.map(({ status, failure_reason: reason }) => ({
    status: status ?? '',
    ...(reason && { failure_reason: reason }),
  }));
const balances = (roomId: string) => balancesIn(world, roomId);
const turnDispute = async (paymentIntent: string, outcome?: 'won' | 'lost'): Promise<void> => {
  expect(
    (await world.nobody.post('/local/stripe/dispute', { paymentIntent, ...(outcome && { outcome }) })).status,
  ).toBe(200);
  await world.settle();
};

describe("a refund that the buyer's bank did not take", () => {
  it('is owed to the buyer until an operator has it tried again, and is then sent once', async () => {
    const { person, roomId, paymentIntent, state } = await givenBack('failed');
    expect(await state()).toBe('refund_failed');
    expect(balances(roomId)).toMatchObject({ buyers: -500, escrow: 0, transit: 455 });
    expect(await refundsTool(roomId)).toContain(`${paymentIntent}  failed, 1 failed  500 usd  user ${person.userId}`);
    const tries = await Promise.all([refundsTool('--retry', roomId, person.userId), refundsTool('--retry', roomId)]);
    expect(tries.join()).toContain('1 will be tried once more');
    expect(await state()).toBe('refunded');
    expect(await refundsAt(paymentIntent)).toEqual([
      { status: 'succeeded' },
      { status: 'failed', failure_reason: 'expired_or_canceled_card' },
    ]);
    expect(balances(roomId)).toMatchObject({ buyers: 0, escrow: 0, transit: 0, platform: -45, fees: 45 });
    expect(await refundsTool('--retry', '--payment', paymentIntent)).toContain('0 will be tried');
  });

  it('and that is paid by hand at the payment service is known as refunded', async () => {
    const { roomId, paymentIntent, state } = await givenBack('failed');
    await stripe.refunds.create({ payment_intent: paymentIntent });
    await world.settle();
    expect(await state()).toBe('refunded');
    expect(balances(roomId)).toMatchObject({ buyers: 0, transit: 0 });
  });

  it('though it had gone through at first is owed again', async () => {
    const { roomId, paymentIntent, state } = await givenBack('succeeded');
    expect(await state()).toBe('refunded');
    const [refund] = (await stripe.refunds.list({ payment_intent: paymentIntent })).data;
    await world.nobody.post('/local/stripe/refund', { refundId: refund?.id, outcome: 'failed' });
    await world.settle();
    expect(await state()).toBe('refund_failed');
    expect(balances(roomId)).toMatchObject({ buyers: -500, escrow: 0, transit: 455 });
    await refundsTool('--retry', roomId);
    expect([await state(), balances(roomId).buyers]).toEqual(['refunded', 0]);
  });
});

describe('a payment that is disputed while its refund is on its way', () => {
  it('is not sent back, and is booked as lost when the bank says so', async () => {
    const { roomId, paymentIntent, state } = await givenBack('pending');
    expect(await state()).toBe('refund_pending');
    await turnDispute(paymentIntent);
    expect(await state()).toBe('refund_failed');
    expect(await refundsAt(paymentIntent)).toEqual([
      { status: 'failed', failure_reason: 'charge_for_pending_refund_disputed' },
    ]);
    await refundsTool('--retry', roomId);
    expect(await state(), 'the payment service refuses while the dispute is open').toBe('refund_failed');
    await turnDispute(paymentIntent, 'lost');
    expect(await state()).toBe('charged_back');
    expect(balances(roomId)).toMatchObject({ buyers: 0, escrow: 0, transit: 0, platform: -45, fees: 45 });
    expect(await refundsTool('--retry', '--payment', paymentIntent)).toContain('1 will be tried');
    expect(await state(), 'the bank has sent it back').toBe('charged_back');
  });

  it('is sent back, once, when the bank decides against its buyer', async () => {
    const { roomId, paymentIntent, state } = await givenBack('pending');
    await turnDispute(paymentIntent);
    await turnDispute(paymentIntent, 'won');
    expect(await state()).toBe('refunded');
    expect((await refundsAt(paymentIntent)).map(({ status }) => status)).toEqual(['succeeded', 'failed']);
    expect(balances(roomId)).toMatchObject({ buyers: 0, escrow: 0, transit: 0, platform: -45, fees: 45 });
  });

  it('is lost even if the bank was faster than we were', async () => {
    const person = await world.person('fast', { tokenSeconds: 700_000 });
    const roomId = await onSale(world, host, 3);
    await boughtTicket(world, person, roomId);
    const paymentIntent = ledgerOf(world, roomId)[0]?.paymentIntentId ?? '';
    for (const type of ['created', 'funds_withdrawn', 'closed'])
      await world.nobody.post('/local/faults', {
        service: 'stripe',
        operation: `charge.dispute.${type}`,
        mode: 'delay',
        times: 1,
      });
    const lost = { service: 'stripe', operation: 'refunds.create', mode: 'fail-before', times: 20 };
    await world.nobody.post('/local/faults', lost);
    expect((await person.remove(`/v1/rooms/${roomId}/tickets/me`)).status).toBe(200);
    await turnDispute(paymentIntent, 'lost');
    await world.advance(120);
    expect(await stateOf(person, roomId)).toBe('charged_back');
    await world.nobody.remove('/local/faults');
    await world.advance(3_600);
    expect(balances(roomId)).toMatchObject({ buyers: 0, escrow: 0, transit: 0, platform: -45, fees: 45 });
    const refund = itemsOf(world, 'commerce').find(({ pk }) => pk === `REFUND#${paymentIntent}`);
    expect(refund).toMatchObject({ state: 'failed' });
    expect(ledgerOf(world, roomId).map(({ kind }) => kind)).toEqual(['charge_back', 'purchase']);
  });
});
