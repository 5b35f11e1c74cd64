import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LogLine } from '../../local/runner/log.ts';
import { stripeSecrets } from '../../local/stripe/keys.ts';
import { leaksIn } from '../given/leaks.ts';
import { completedSession, deliverTo, putSecret } from '../given/stripe-deliveries.ts';
import { boughtTicket, heldTicket, ledgerOf, onSale, seller } from '../given/tickets.ts';
import { openWorld, type Person, type World } from '../world.ts';

const lines: LogLine[] = [];
const messages = () => lines.map(({ text }) => text);
const mark = 'Zanzibar';
const card = '4242 4242 4242 4242';
let world: World;
let host: Person;
let roomId: string;
beforeAll(async () => {
  world = await openWorld({ onLog: (line) => lines.push(line) });
  host = await seller(world, 'ada');
  roomId = await onSale(world, host, 10);
});
afterAll(() => world.close());

const fault = (operation: string, mode: string, times: number) =>
  world.nobody.post('/local/faults', { service: 'stripe', operation, mode, times });
const toPayment = (body: unknown) => body as { readonly payment: { readonly clientSecret?: string } };

/** A payment in an app, one on a page, one that fails, one that goes back and does not get there, and one a bank takes up. */
async function pay(): Promise<readonly string[]> {
  const [inApp, onPage, unlucky] = [
    await world.person('app'),
    await world.person('page'),
    await world.person('unlucky'),
  ];
  await inApp.post(`/v1/rooms/${roomId}/tickets`, { checkout: 'intent' });
  await world.settle();
  const standing = toPayment(JSON.parse((await inApp.get(`/v1/rooms/${roomId}/tickets/me`)).text));
  const { clientSecret = '' } = standing.payment;
  await boughtTicket(world, onPage, roomId);
  await fault('checkout.sessions.create', 'fail-before', 50);
  await unlucky.post(`/v1/rooms/${roomId}/tickets`);
  await world.advance(1_200);
  await world.nobody.remove('/local/faults');
  await world.nobody.post('/local/stripe/refund', { outcome: 'failed' });
  await onPage.remove(`/v1/rooms/${roomId}/tickets/me`);
  await world.settle();
  const paymentIntent = ledgerOf(world, roomId)[0]?.paymentIntentId;
  await world.nobody.post('/local/stripe/dispute', { paymentIntent, outcome: 'lost' });
  await world.settle();
  return [clientSecret];
}

/** A key that Stripe does not know, news that are forged, and news full of what nobody should read. */
async function beAttacked(): Promise<void> {
  const [secret = ''] = stripeSecrets().signingSecrets;
  const customer_details = { email: `${mark}@example.com`, name: mark, card: { number: card } };
  const told = completedSession({
    data: { object: { id: 'cs_test_9', object: 'checkout.session', customer_details } },
  });
  for (const signature of [undefined, `t=1,v1=${mark}`])
    await deliverTo(world, { body: JSON.stringify(told), secret, ...(signature && { signature }) });
  await world.settle();
  await putSecret(world, 'rostrum-stripe-api-key', `sk_test_${mark}Stranger`);
  await world.advance(330);
  await heldTicket(world, await world.person('late'), roomId).catch(() => undefined);
  await world.advance(1_200);
}

describe('logs of payments', () => {
  it('hold no key, no signing secret, no secret of a payment, no card and no address, whatever fails', async () => {
    const secrets = await pay();
    await beAttacked();
    const of = (unit: string) => messages().filter((text) => text.includes(`"service":"${unit}"`));
    for (const unit of ['tickets', 'stripe-worker', 'stripe-receiver'])
      expect([unit, of(unit).length > 0]).toEqual([unit, true]);
    expect(of('stripe-worker').join()).toContain('"message":"fault"');
    expect(secrets.every((secret) => secret.includes('_secret_'))).toBe(true);
    const { apiKey, signingSecrets } = stripeSecrets();
    expect(leaksIn(messages(), new Set([...secrets, apiKey, ...signingSecrets, mark, card]))).toEqual([]);
  });

  it.each([
    ['a key of the payment service', 'sk_test_RostrumLocal'],
    ['a key of the payment service', 'rk_live_51Habc123'],
    ['a key of the payment service', 'whsec_RostrumLocal'],
    ['the secret of a payment', 'pi_1_secret_abcdef123'],
    ['the number of a card', '4242424242424242'],
    ['the number of a card', '5555 5555 5555 4444'],
    ['the number of a card', '3782-822463-10005'],
  ])('are looked through for %s (%s)', (what, text) => {
    expect(leaksIn([`{"message":"worked","note":"${text}"}`], new Set())).toEqual([expect.stringContaining(what)]);
  });

  it('may name people, requests and moments', () => {
    const fine = [
      '4242424242424242424',
      '1795295591033',
      '1-5e4242424242424242',
      'req_4242424242424242',
      'sk_test_***',
    ];
    expect(
      leaksIn(
        fine.map((text) => `{"message":"worked","note":"${text}"}`),
        new Set(),
      ),
    ).toEqual([]);
  });
});
