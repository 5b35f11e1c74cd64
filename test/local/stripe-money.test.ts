import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changeStanding } from '../../local/stripe/accounts.ts';
import { beginDispute, closeDispute } from '../../local/stripe/disputing.ts';
import { bookHost, fundsOf, openingBalance, setFunds } from '../../local/stripe/money.ts';
import { pay } from '../../local/stripe/paying.ts';
import { failRefund, payWaitingRefunds } from '../../local/stripe/refunding.ts';
import { openStage, refusalOf, type Stage } from './stripe-stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

async function paidIntent(): Promise<string> {
  const { id } = await stage.stripe.checkout.sessions.create(stage.ticket());
  return pay(stage.house, id, 'success').paymentIntent ?? '';
}

async function host(state: 'active' | 'restricted' = 'active'): Promise<string> {
  const { id } = await stage.stripe.v2.core.accounts.create(recipient);
  const account = stage.house.state.accounts.get(id);
  if (account) changeStanding(stage.house, account, state);
  return id;
}
const recipient = {
  display_name: 'Ada',
  contact_email: 'ada@people.example',
  identity: { country: 'us' as const },
  dashboard: 'express' as const,
  configuration: { recipient: { capabilities: { stripe_balance: { stripe_transfers: { requested: true } } } } },
  defaults: { responsibilities: { fees_collector: 'application' as const, losses_collector: 'application' as const } },
  metadata: { userId: 'ada' },
  include: ['configuration.recipient' as const, 'requirements' as const],
};
const available = () => fundsOf(stage.house, 'usd').available - openingBalance;
const chargeOf = (intent: string) => stage.house.state.charges.values().find((one) => one.payment_intent === intent);

describe('a charge', () => {
  it('is booked with the payment when it is captured at once, else a moment later, with news of it', async () => {
    const { stripe, house, clock } = stage;
    const atOnce = chargeOf(await paidIntent());
    expect(atOnce?.balance_transaction).toMatch(/^txn_/);
    // What Stripe does when nothing is said.
    const { id } = await stripe.checkout.sessions.create(stage.ticket({ payment_intent_data: {} }));
    const intent = pay(house, id, 'success').paymentIntent ?? '';
    const expand = ['latest_charge.balance_transaction'];
    const { latest_charge: unbooked } = await stripe.paymentIntents.retrieve(intent, { expand });
    expect(unbooked).toMatchObject({ paid: true, balance_transaction: null });
    await clock.advance(4_000);
    const { latest_charge: booked } = await stripe.paymentIntents.retrieve(intent, { expand });
    expect(booked).toMatchObject({ balance_transaction: { amount: 1200, fee: 65 } });
    expect(stage.types()).toContain('charge.updated');
  });
});

describe('a refund', () => {
  it('gives all of it back from the balance, once, and the charge says so', async () => {
    const { stripe, clock } = stage;
    const intent = await paidIntent();
    const refund = await stripe.refunds.create({ payment_intent: intent, metadata: { orderId: 'order-1' } });
    expect(refund).toMatchObject({
      object: 'refund',
      status: 'succeeded',
      amount: 1200,
      payment_intent: intent,
      metadata: { orderId: 'order-1' },
    });
    expect(available()).toBe(-1200);
    expect(await stripe.charges.retrieve(chargeOf(intent)?.id ?? '')).toMatchObject({
      refunded: true,
      amount_refunded: 1200,
    });
    expect(await refusalOf(stripe.refunds.create({ payment_intent: intent }))).toMatchObject({
      code: 'charge_already_refunded',
    });
    expect((await stripe.refunds.list({ payment_intent: intent })).data.map(({ id }) => id)).toEqual([refund.id]);
    await clock.drain();
    expect(stage.types()).toEqual(expect.arrayContaining(['refund.created', 'charge.refunded']));
  });

  it('of parts never sums up to more than was paid', async () => {
    const { stripe } = stage;
    const intent = await paidIntent();
    await stripe.refunds.create({ payment_intent: intent, amount: 700 });
    expect(await refusalOf(stripe.refunds.create({ payment_intent: intent, amount: 501 }))).toMatchObject({
      status: 400,
      param: 'amount',
    });
    expect((await stripe.refunds.create({ payment_intent: intent })).amount).toBe(500);
  });

  it('waits when the balance is short, and goes through when money has come in', async () => {
    const { stripe, house, clock } = stage;
    const intent = await paidIntent();
    setFunds(house, 'usd', 1199);
    const waiting = await stripe.refunds.create({ payment_intent: intent });
    expect(waiting).toMatchObject({
      status: 'pending',
      pending_reason: 'insufficient_funds',
      balance_transaction: null,
    });
    setFunds(house, 'usd', 1200);
    payWaitingRefunds(house);
    expect(await stripe.refunds.retrieve(waiting.id)).toMatchObject({ status: 'succeeded' });
    await clock.drain();
    expect(stage.types()).toContain('refund.updated');
  });

  it('goes through by itself once the charges have become available, two days later', async () => {
    const { stripe, house, clock } = stage;
    const intents = [await paidIntent(), await paidIntent()];
    setFunds(house, 'usd', 0);
    const waiting = await stripe.refunds.create({ payment_intent: intents[0] ?? '' });
    await clock.advance(86_400_000 + 1000);
    expect((await stripe.refunds.retrieve(waiting.id)).status).toBe('pending');
    await clock.advance(86_400_000);
    expect((await stripe.refunds.retrieve(waiting.id)).status).toBe('succeeded');
    expect((await stripe.balance.retrieve()).available).toMatchObject([{ amount: 2 * 1135 - 1200, currency: 'usd' }]);
  });

  it('may fail even after it went through: the money is back, and it can be asked for again', async () => {
    const { stripe, house, clock } = stage;
    const intent = await paidIntent();
    const { id } = await stripe.refunds.create({ payment_intent: intent });
    const refund = house.state.refunds.get(id);
    if (refund) failRefund(house, refund);
    expect(await stripe.refunds.retrieve(id)).toMatchObject({
      status: 'failed',
      failure_reason: 'expired_or_canceled_card',
    });
    expect([available(), chargeOf(intent)?.amount_refunded]).toEqual([0, 0]);
    await clock.drain();
    expect(stage.types()).toContain('refund.failed');
    expect((await stripe.refunds.create({ payment_intent: intent })).status).toBe('succeeded');
  });

  it('that a test has arranged to fail is pending first', async () => {
    stage.house.refundOutcomes.push('failed');
    const { id, status } = await stage.stripe.refunds.create({ payment_intent: await paidIntent() });
    await stage.clock.drain();
    expect([status, (await stage.stripe.refunds.retrieve(id)).status]).toEqual(['pending', 'failed']);
  });
});

describe('a host', () => {
  it('is restricted until they have answered, then thin events tell that they can be paid', async () => {
    const { stripe, house, clock, arrived } = stage;
    const { id, configuration } = await stripe.v2.core.accounts.create(recipient);
    const before = {
      status: 'restricted',
      status_details: [{ code: 'requirements_past_due', resolution: 'provide_info' }],
    };
    expect(configuration?.recipient?.capabilities?.stripe_balance?.stripe_transfers).toEqual(before);
    const use_case = {
      type: 'account_onboarding' as const,
      account_onboarding: { refresh_url: 'http://localhost:4000/again', return_url: 'http://localhost:4000/back' },
    };
    const link = await stripe.v2.core.accountLinks.create({ account: id, use_case });
    expect(link.url).toContain(`/local/stripe/onboarding/${id}`);
    const account = house.state.accounts.get(id);
    if (account) changeStanding(house, account, 'active');
    await clock.drain();
    const last = arrived.at(-1);
    const note = stripe.parseEventNotification(last?.body ?? '', last?.signature ?? '', 'whsec_RostrumLocal', 1e9);
    expect(note).toMatchObject({
      type: 'v2.core.account[configuration.recipient].capability_status_updated',
      related_object: { id, type: 'v2.core.account' },
    });
    const event = await stripe.v2.core.events.retrieve(note.id);
    expect(event).toMatchObject({ data: { updated_capability: 'stripe_balance.stripe_transfers' } });
    const read = await stripe.v2.core.accounts.retrieve(id, { include: ['configuration.recipient'] });
    expect(read.configuration?.recipient?.capabilities?.stripe_balance?.stripe_transfers?.status).toBe('active');
    expect((await stripe.v2.core.accounts.retrieve(id)).configuration).toBeUndefined();
  });

  it('is paid from what is available, once they can be paid', async () => {
    const { stripe, house, clock } = stage;
    const transfer = (destination: string, amount: number) =>
      stripe.transfers.create({ amount, currency: 'usd', destination, transfer_group: 'room-1' });
    expect(await refusalOf(transfer(await host('restricted'), 500))).toMatchObject({
      code: 'insufficient_capabilities_for_transfer',
    });
    const destination = await host();
    setFunds(house, 'usd', 499);
    expect(await refusalOf(transfer(destination, 500))).toMatchObject({ status: 400, code: 'balance_insufficient' });
    setFunds(house, 'usd', 500);
    const { id } = await transfer(destination, 500);
    expect((await stripe.transfers.list({ transfer_group: 'room-1' })).data).toMatchObject([
      { id, amount: 500, destination, reversed: false },
    ]);
    expect((await stripe.balance.retrieve({}, { stripeAccount: destination })).available).toMatchObject([
      { amount: 500 },
    ]);
    expect(fundsOf(house, 'usd').available).toBe(0);
    await clock.drain();
    expect(stage.types()).toContain('transfer.created');
  });

  it('gives a transfer back as long as they have it', async () => {
    const { stripe, house } = stage;
    const destination = await host();
    const { id } = await stripe.transfers.create({ amount: 500, currency: 'usd', destination });
    expect(await stripe.transfers.createReversal(id, { amount: 200 })).toMatchObject({ amount: 200, transfer: id });
    bookHost(house, destination, -300, 'usd');
    expect(await refusalOf(stripe.transfers.createReversal(id))).toMatchObject({ code: 'balance_insufficient' });
    bookHost(house, destination, 300, 'usd');
    await stripe.transfers.createReversal(id);
    expect(await stripe.transfers.retrieve(id)).toMatchObject({ reversed: true, amount_reversed: 500 });
    expect(available()).toBe(0);
  });
});

describe('a dispute', () => {
  it('takes the money with a fee, stops refunds, and gives it back when it is won, which lets refunds through again', async () => {
    const { stripe, house, clock } = stage;
    const intent = await paidIntent();
    const charge = chargeOf(intent);
    const opened = charge && beginDispute(house, charge);
    expect(available()).toBe(-1200 - 1500);
    expect(await refusalOf(stripe.refunds.create({ payment_intent: intent }))).toMatchObject({
      code: 'charge_disputed',
    });
    const evidence = { access_activity_log: 'joined at noon' };
    const sent = await stripe.disputes.update(opened?.id ?? '', { evidence, submit: true });
    expect(sent).toMatchObject({ status: 'under_review', evidence, payment_intent: intent });
    const known = house.state.disputes.get(sent.id);
    if (known) closeDispute(house, known, 'won');
    expect(await stripe.disputes.retrieve(sent.id)).toMatchObject({ status: 'won' });
    expect(available()).toBe(-1500);
    expect(house.state.charges.get(charge?.id ?? '')).toMatchObject({ disputed: true });
    await stripe.refunds.create({ payment_intent: intent });
    await clock.drain();
    const told = stage.types().filter((type) => type.startsWith('charge.dispute.'));
    expect(told.map((type) => type.slice('charge.dispute.'.length))).toEqual([
      'created',
      'funds_withdrawn',
      'updated',
      'closed',
      'funds_reinstated',
    ]);
  });
});
