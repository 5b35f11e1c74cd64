import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { environmentOf } from '../../local/runner/environment.ts';
import { openWorld, type World } from '../world.ts';
import { priced } from './stripe-stage.ts';

let world: World;
let stripe: Stripe;
beforeAll(async () => {
  world = await openWorld();
  stripe = await clientOf(world);
});
afterAll(() => world.close());

type Endpoints = { readonly url: string; readonly apiKey: string; readonly signingSecrets: readonly string[] };
const toStripe = (text: string) => (JSON.parse(text) as { readonly stripe: Endpoints }).stripe;

/** As an operator's own script would: by what the control plane tells. */
async function clientOf({ nobody }: World): Promise<Stripe> {
  const { url, apiKey } = toStripe((await nobody.get('/local/endpoints')).text);
  const { hostname: host, port } = new URL(url);
  return new Stripe(apiKey, { host, port, protocol: 'http', telemetry: false, maxNetworkRetries: 0 });
}

const ticket = (name = 'Ticket: A night of songs'): Stripe.Checkout.SessionCreateParams => ({
  mode: 'payment',
  line_items: [{ quantity: 1, price_data: { ...priced(1200).price_data, product_data: { name } } }],
  success_url: 'http://localhost/rooms/1?session={CHECKOUT_SESSION_ID}',
  cancel_url: 'http://localhost/rooms/1',
});
const open = (name?: string) => stripe.checkout.sessions.create(ticket(name));
// Not through the world's doors: ids of Stripe are no secrets of the product, whose workers name them in their complaints.
const call = async (path: string, body: object) => {
  const answer = await fetch(`${world.url}/local/stripe/${path}`, { method: 'POST', body: JSON.stringify(body) });
  return { status: answer.status, body: JSON.parse(await answer.text()) };
};
const snapshot = async () => JSON.parse((await world.nobody.get('/local/stripe')).text);

describe('the control plane', () => {
  it('tells where the stand-in answers and what opens it', async () => {
    const { url, apiKey, signingSecrets } = toStripe((await world.nobody.get('/local/endpoints')).text);
    expect([url, apiKey.startsWith('sk_test_'), signingSecrets[0]?.startsWith('whsec_')]).toEqual([
      world.cloud.stripeUrl,
      true,
      true,
    ]);
    expect((await stripe.balance.retrieve()).livemode).toBe(false);
  });

  it('pays a session by its address or id, and says when that is over', async () => {
    const { url, id } = await open();
    expect(await call('pay', { checkoutUrl: url, card: 'decline' })).toMatchObject({
      status: 200,
      body: { status: 'open' },
    });
    expect(await call('pay', { sessionId: id, card: '3ds' })).toMatchObject({
      status: 200,
      body: { status: 'complete', paymentStatus: 'paid' },
    });
    expect(await call('pay', { sessionId: id })).toMatchObject({ status: 409, body: { error: { code: 'not_open' } } });
    expect(await call('pay', { sessionId: 'cs_test_none' })).toMatchObject({ status: 404 });
    expect(await call('pay', { sessionId: id, card: 'gold' })).toMatchObject({
      status: 400,
      body: { error: { param: 'card' } },
    });
    expect(await call('pay', {})).toMatchObject({ status: 400, body: { error: { param: 'sessionId' } } });
  });

  it('pays a payment intent of an app, and settles what takes days', async () => {
    const intent = await stripe.paymentIntents.create({ amount: 1200, currency: 'usd' });
    expect(await call('pay', { paymentIntent: intent.client_secret, card: 'async' })).toMatchObject({
      body: { status: 'processing' },
    });
    expect(await call('settle', { paymentIntent: intent.id, isPaid: true })).toMatchObject({
      body: { status: 'succeeded' },
    });
    expect(await call('settle', { paymentIntent: intent.id, isPaid: true })).toMatchObject({ status: 409 });
    const other = await stripe.paymentIntents.create({ amount: 1200, currency: 'usd' });
    expect((await stripe.paymentIntents.cancel(other.id)).status).toBe('canceled');
    expect(await call('pay', { paymentIntent: other.id })).toMatchObject({ status: 409 });
  });

  it('turns refunds, disputes, accounts and balances as Stripe and the banks would', async () => {
    const { body } = await call('pay', { sessionId: (await open()).id });
    await call('refund', { outcome: 'pending' });
    const refund = await stripe.refunds.create({ payment_intent: body.paymentIntent });
    expect(refund.status).toBe('pending');
    expect(await call('refund', { refundId: refund.id, outcome: 'failed' })).toMatchObject({
      body: { status: 'failed' },
    });
    expect(await call('dispute', { paymentIntent: body.paymentIntent })).toMatchObject({
      body: { status: 'needs_response' },
    });
    expect(await call('dispute', { paymentIntent: body.paymentIntent, outcome: 'lost' })).toMatchObject({
      body: { status: 'lost' },
    });
    const { id } = await stripe.v2.core.accounts.create({
      contact_email: 'ada@people.example',
      identity: { country: 'us' },
      configuration: { recipient: { capabilities: { stripe_balance: { stripe_transfers: { requested: true } } } } },
    });
    expect(await call('account', { account: id })).toMatchObject({ body: { transfers: 'active' } });
    expect(await call('balance', { available: 700 })).toMatchObject({ body: { available: 700 } });
    await stripe.transfers.create({ amount: 700, currency: 'usd', destination: id });
    expect(await call('balance', { account: id, available: 0 })).toMatchObject({ status: 200 });
    const seen = await snapshot();
    expect(seen.refunds.at(-1)).toMatchObject({ id: refund.id, status: 'failed' });
    expect([seen.disputes.length, seen.transfers.length, seen.balance.usd.available]).toEqual([1, 1, 0]);
    for (const path of ['refund', 'dispute', 'account']) expect((await call(path, {})).status, path).toBe(400);
  });

  it('delivers news again, in another order, and tells which event it was', async () => {
    const { id } = await open();
    await call('pay', { sessionId: id });
    await world.settle();
    const { deliveries: before } = await snapshot();
    const { body } = await call('events', { id, deliveries: 2, order: 'reverse' });
    expect(body.events).toHaveLength(1);
    await world.settle();
    const { deliveries: after } = await snapshot();
    expect(after.length - before.length).toBe(2);
    expect((await call('events', { id: 'evt_none', deliveries: 1 })).status).toBe(404);
  });

  it('breaks a call half-way when asked to', async () => {
    await call('break', { operation: 'balance.retrieve' });
    await expect(stripe.balance.retrieve()).rejects.toMatchObject({ statusCode: 500 });
    expect((await stripe.balance.retrieve()).object).toBe('balance');
  });
});

describe('the product', () => {
  it('takes the signed news', async () => {
    const { id } = await open();
    await call('pay', { sessionId: id });
    await world.settle();
    const { events, deliveries } = await snapshot();
    const completed = events.find(
      (event: Stripe.Event) => event.type === 'checkout.session.completed' && event.data.object.id === id,
    );
    expect(deliveries.filter(({ eventId }: { eventId: string }) => eventId === completed.id)).toMatchObject([
      { state: 'delivered', attempts: 1 },
    ]);
  });

  it('knows where Stripe is only where it may read the key', () => {
    const [model] = world.cloud.model.functions;
    if (!model) throw new Error('no function');
    const options = { region: 'us-east-1', wireOrigin: 'http://127.0.0.1:1', stripeUrl: 'http://127.0.0.1:2' };
    const urlOf = (environment: Readonly<Record<string, string>>) =>
      environmentOf({ ...model, environment }, options)['STRIPE_URL'];
    expect([urlOf({ STRIPE_API_KEY_SECRET: 'arn' }), urlOf({ STRIPE_SIGNING_SECRETS_SECRET: 'arn' })]).toEqual([
      'http://127.0.0.1:2',
      undefined,
    ]);
  });

  it('pays a host who may sell: they are onboarded with their signing in', async () => {
    const ada = await world.person('ada', { canSell: true });
    await world.settle();
    const { text } = await ada.get('/v1/me/payout-account');
    expect(JSON.parse(text)).toMatchObject({ state: 'active' });
  });
});

describe('the checkout page', () => {
  const post = (url: string, card: string) =>
    fetch(url, { method: 'POST', body: new URLSearchParams({ card }), redirect: 'manual' });

  it('shows what is paid for, takes another card after a declined one, and leads back', async () => {
    const { url, id } = await open('Ticket: <b>Songs & "stories"</b>');
    const shown = await (await fetch(url ?? '')).text();
    expect(shown).toContain('Ticket: &#60;b&#62;Songs &#38; &#34;stories&#34;&#60;/b&#62;');
    expect(shown).toContain('$12.00');
    expect(shown).toContain('Time left: <span id="left">');
    expect(await (await post(url ?? '', 'decline')).text()).toContain('Your card was declined');
    const paid = await post(url ?? '', 'success');
    expect([paid.status, paid.headers.get('location')]).toEqual([303, `http://localhost/rooms/1?session=${id}`]);
    expect(await (await fetch(url ?? '')).text()).toContain('This checkout is complete.');
    expect((await post(url ?? '', 'success')).status).toBe(409);
  });

  it('asks a host who they are, and leads back', async () => {
    const { id } = await stripe.v2.core.accounts.create({ display_name: 'Ada' });
    const account_onboarding = { refresh_url: 'http://localhost/again', return_url: 'http://localhost/back' };
    const { url } = await stripe.v2.core.accountLinks.create({
      account: id,
      use_case: { type: 'account_onboarding', account_onboarding },
    });
    expect(await (await fetch(url)).text()).toContain('Get paid, Ada');
    const answered = await fetch(url, { method: 'POST', redirect: 'manual' });
    expect([answered.status, answered.headers.get('location')]).toEqual([303, 'http://localhost/back']);
  });
});

describe('a folder that keeps the state', () => {
  it('keeps sessions, answers by key, and news on their way, across a restart', async () => {
    const keepIn = mkdtempSync(join(tmpdir(), 'rostrum-stripe-'));
    const first = await openWorld({ keepIn });
    const port = first.cloud.port;
    const session = await (await clientOf(first)).checkout.sessions.create(ticket(), { idempotencyKey: 'hold:1' });
    await first.close();
    const second = await openWorld({ keepIn, port });
    const again = await clientOf(second);
    const replayed = await again.checkout.sessions.create(ticket(), { idempotencyKey: 'hold:1' });
    expect([replayed.id, replayed.url]).toEqual([session.id, session.url]);
    await second.advance(86_400);
    expect((await again.checkout.sessions.retrieve(session.id)).status).toBe('expired');
    await second.close();
    rmSync(keepIn, { recursive: true, force: true });
  });
});
