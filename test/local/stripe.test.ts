import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pay, settle } from '../../local/stripe/paying.ts';
import { openStage, refusalOf, type Stage } from './stripe-stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

const paid = ['payment_intent', 'payment_intent.latest_charge.balance_transaction'];

describe('a checkout session', () => {
  it('is open with a page, what it costs and when it ends, and has no payment yet', async () => {
    const { stripe, ticket } = stage;
    const wish = ticket();
    const session = await stripe.checkout.sessions.create(wish);
    expect(session).toMatchObject({
      object: 'checkout.session',
      status: 'open',
      payment_status: 'unpaid',
      amount_total: 1200,
      currency: 'usd',
      client_reference_id: 'order-1',
      metadata: { orderId: 'order-1' },
      payment_intent: null,
      expires_at: wish.expires_at,
      client_secret: null,
    });
    expect(session.url).toBe(`http://localhost:4000/local/stripe/checkout/${session.id}`);
    const { lastResponse: _, ...read } = await stripe.checkout.sessions.retrieve(session.id);
    expect({ ...session, lastResponse: undefined }).toMatchObject(read);
  });

  it('of an embedded page has a secret instead of an address', async () => {
    const { success_url: _, ...wish } = stage.ticket({
      ui_mode: 'embedded_page',
      return_url: 'http://localhost:4000/back',
    });
    const session = await stage.stripe.checkout.sessions.create(wish);
    expect([session.url, session.client_secret?.startsWith(`${session.id}_secret_`)]).toEqual([null, true]);
  });

  it('paid with a good card is complete, its charge is booked with the fee, and signed events say so', async () => {
    const { stripe, house, clock } = stage;
    const { id } = await stripe.checkout.sessions.create(stage.ticket());
    expect(pay(house, id, 'success')).toMatchObject({ status: 'complete', paymentStatus: 'paid' });
    const session = await stripe.checkout.sessions.retrieve(id, { expand: paid });
    expect(session).toMatchObject({
      status: 'complete',
      payment_status: 'paid',
      url: null,
      payment_intent: {
        status: 'succeeded',
        amount_received: 1200,
        transfer_group: 'room-1',
        metadata: { orderId: 'order-1' },
        latest_charge: { paid: true, balance_transaction: { amount: 1200, fee: 65, net: 1135, status: 'pending' } },
      },
    });
    await clock.drain();
    expect(
      stage
        .events()
        .map(({ type }) => type)
        .sort(),
    ).toEqual(['charge.succeeded', 'checkout.session.completed', 'payment_intent.created', 'payment_intent.succeeded']);
    const completed = stage.events().find(({ type }) => type === 'checkout.session.completed');
    expect(completed).toMatchObject({
      api_version: '2026-10-28.endive',
      livemode: false,
      data: { object: { id, payment_status: 'paid' } },
    });
    expect(stage.arrived.map(({ url }) => url)).toEqual(Array(4).fill('http://localhost:4000/webhooks/stripe'));
  });

  it('stays open when the card is declined, with the same payment for the next card', async () => {
    const { stripe, house, clock } = stage;
    const { id } = await stripe.checkout.sessions.create(stage.ticket());
    const declined = pay(house, id, 'decline');
    expect(declined).toMatchObject({ status: 'open', paymentStatus: 'unpaid' });
    const open = await stripe.checkout.sessions.retrieve(id, { expand: ['payment_intent'] });
    expect(open.payment_intent).toMatchObject({
      status: 'requires_payment_method',
      last_payment_error: { code: 'card_declined' },
    });
    expect(pay(house, id, '3ds')).toEqual({ ...declined, status: 'complete', paymentStatus: 'paid' });
    await clock.drain();
    expect(stage.types()).toEqual(
      expect.arrayContaining(['payment_intent.payment_failed', 'payment_intent.requires_action']),
    );
  });

  it('paid by a method that takes days is complete and unpaid until the bank has spoken', async () => {
    const { stripe, house, clock, ticket } = stage;
    for (const isPaid of [true, false]) {
      const { id } = await stripe.checkout.sessions.create(ticket());
      expect(pay(house, id, 'async')).toMatchObject({ status: 'complete', paymentStatus: 'unpaid' });
      const begun = await stripe.checkout.sessions.retrieve(id, { expand: ['payment_intent'] });
      expect(begun.payment_intent).toMatchObject({ status: 'processing' });
      expect(settle(house, id, isPaid)).toMatchObject({ paymentStatus: isPaid ? 'paid' : 'unpaid' });
      await clock.drain();
      expect(stage.types().at(-1)).toBe(`checkout.session.async_payment_${isPaid ? 'succeeded' : 'failed'}`);
      const settled = await stripe.checkout.sessions.retrieve(id, { expand: ['payment_intent'] });
      expect(settled.payment_intent).toMatchObject({ status: isPaid ? 'succeeded' : 'requires_payment_method' });
    }
  });

  it('ends by the virtual clock at its hour, cannot be paid then, and its payment is canceled', async () => {
    const { stripe, house, clock } = stage;
    const { id } = await stripe.checkout.sessions.create(stage.ticket());
    pay(house, id, 'decline');
    await clock.advance(34 * 60_000);
    expect((await stripe.checkout.sessions.retrieve(id)).status).toBe('open');
    await clock.advance(2 * 60_000);
    const session = await stripe.checkout.sessions.retrieve(id, { expand: ['payment_intent'] });
    expect(session).toMatchObject({ status: 'expired', url: null, payment_intent: { status: 'canceled' } });
    expect(() => pay(house, id, 'success')).toThrow('the session is expired');
    expect(stage.types().slice(-2).sort()).toEqual(['checkout.session.expired', 'payment_intent.canceled']);
  });

  it('is expired on demand while it is open, and never afterwards', async () => {
    const { stripe, house, ticket } = stage;
    const first = await stripe.checkout.sessions.create(ticket());
    expect((await stripe.checkout.sessions.expire(first.id)).status).toBe('expired');
    const second = await stripe.checkout.sessions.create(ticket());
    pay(house, second.id, 'success');
    for (const { id } of [first, second]) {
      const refused = await refusalOf(stripe.checkout.sessions.expire(id));
      expect(refused).toMatchObject({ status: 400, type: 'StripeInvalidRequestError' });
    }
  });

  it('is found by its payment', async () => {
    const { stripe, house, ticket } = stage;
    const { id } = await stripe.checkout.sessions.create(ticket());
    await stripe.checkout.sessions.create(ticket());
    const { paymentIntent } = pay(house, id, 'success');
    const { data } = await stripe.checkout.sessions.list({ payment_intent: paymentIntent ?? '' });
    expect(data.map((session) => session.id)).toEqual([id]);
  });
});
