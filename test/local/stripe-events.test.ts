import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pay } from '../../local/stripe/paying.ts';
import { openStage, type Stage } from './stripe-stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

const completed = 'checkout.session.completed';
const strike = (mode: string, operation = completed) => stage.faults.add({ service: 'stripe', operation, mode });
async function paid(): Promise<string> {
  const { id } = await stage.stripe.checkout.sessions.create(stage.ticket());
  pay(stage.house, id, 'success');
  await stage.clock.drain();
  return id;
}
const count = (type = completed) => stage.types().filter((one) => one === type).length;
const missed = async () => (await stage.stripe.events.list({ delivery_success: false })).data.map(({ type }) => type);

describe('a signature', () => {
  it('holds for the bytes that were signed, for 300 seconds, with this secret', async () => {
    await paid();
    const { stripe, clock } = stage;
    const { body = '', signature = '' } = stage.arrived[0] ?? {};
    const read =
      (text: string, secret: string, at = clock.now()) =>
      () =>
        stripe.webhooks.constructEvent(text, signature, secret, undefined, undefined, at);
    expect(read(body, 'whsec_RostrumLocal')().object).toBe('event');
    expect(read(body.replace('1200', '1'), 'whsec_RostrumLocal')).toThrow();
    expect(read(body, 'whsec_another')).toThrow();
    expect(read(body, 'whsec_RostrumLocal', clock.now() + 302_000)).toThrow('Timestamp outside the tolerance zone');
  });
});

describe('an event', () => {
  it('nobody takes comes again, ever more seldom, for three days, each time signed anew', async () => {
    stage.receiver.status = 500;
    await paid();
    expect([count(), await missed()]).toEqual([1, expect.arrayContaining([completed])]);
    await stage.clock.advance(61_000);
    expect(count()).toBe(2);
    const signatures = stage.arrived
      .filter(({ body }) => body.includes(`"${completed}"`))
      .map(({ signature }) => signature);
    expect(new Set(signatures).size).toBe(2);
    await stage.clock.advance(4 * 86_400_000);
    expect(count()).toBe(11);
    await stage.clock.advance(10 * 86_400_000);
    expect(count()).toBe(11);
  });

  it('that arrived late is missed by nobody any more', async () => {
    stage.receiver.status = 503;
    await paid();
    stage.receiver.status = 200;
    await stage.clock.advance(3_600_000);
    expect([count(), await missed()]).toEqual([2, []]);
    const { data } = await stage.stripe.events.list({ type: completed, delivery_success: true });
    expect(data).toMatchObject([{ type: completed, pending_webhooks: 0 }]);
  });

  it('that is lost never comes, and can be found as not delivered', async () => {
    strike('drop');
    await paid();
    await stage.clock.advance(4 * 86_400_000);
    expect([count(), await missed()]).toEqual([0, [completed]]);
  });

  it('may come twice, late, or behind the next one', async () => {
    strike('duplicate');
    await paid();
    expect(count()).toBe(2);
    strike('delay');
    await paid();
    expect(count()).toBe(2);
    await stage.clock.advance(31_000);
    expect(count()).toBe(3);
    strike('reorder', 'payment_intent.succeeded');
    await paid();
    expect(stage.types().slice(-2)).toEqual([completed, 'payment_intent.succeeded']);
    await stage.clock.advance(60_000);
    expect(count('payment_intent.succeeded')).toBe(3);
  });

  it('is listed with the newest first, page after page, for 30 days', async () => {
    await paid();
    const { stripe, clock } = stage;
    const first = await stripe.events.list({ limit: 3 });
    expect([first.has_more, first.data[0]?.type]).toEqual([true, completed]);
    const rest = await stripe.events.list({ limit: 3, starting_after: first.data.at(-1)?.id ?? '' });
    expect([rest.has_more, rest.data.length]).toEqual([false, 1]);
    expect((await stripe.events.list({ types: ['charge.*', completed] })).data.map(({ type }) => type)).toEqual([
      completed,
      'charge.succeeded',
    ]);
    await clock.advance(31 * 86_400_000);
    expect((await stripe.events.list()).data).toEqual([]);
  });

  it('goes to other endpoints too, signed with their own secrets', async () => {
    const { stripe, clock } = stage;
    const endpoint = await stripe.webhookEndpoints.create({
      url: 'http://localhost:4001/hear',
      enabled_events: [completed],
    });
    const thin = await stripe.v2.core.eventDestinations.create({
      name: 'accounts',
      type: 'webhook_endpoint',
      event_payload: 'thin',
      enabled_events: ['v2.core.account.created'],
      webhook_endpoint: { url: 'http://localhost:4001/thin' },
      include: ['webhook_endpoint.signing_secret'],
    });
    await paid();
    await stripe.v2.core.accounts.create({ display_name: 'Ada' });
    await clock.drain();
    const at = (url: string) => stage.arrived.filter((one) => one.url === url);
    const [heard] = at('http://localhost:4001/hear');
    expect(at('http://localhost:4001/hear')).toHaveLength(1);
    const event = stripe.webhooks.constructEvent(heard?.body ?? '', heard?.signature ?? '', endpoint.secret ?? '', 1e9);
    expect(event.type).toBe(completed);
    const [told] = at('http://localhost:4001/thin');
    const secret = thin.webhook_endpoint?.signing_secret ?? '';
    expect(stripe.parseEventNotification(told?.body ?? '', told?.signature ?? '', secret, 1e9).type).toBe(
      'v2.core.account.created',
    );
  });
});
