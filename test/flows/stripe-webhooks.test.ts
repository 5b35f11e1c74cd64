import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { stripeSecrets } from '../../local/stripe/keys.ts';
import { expectRefused } from '../given/stories.ts';
import {
  completedSession,
  type Delivery,
  deliverTo,
  putSecret,
  signatureOf,
  thinCompletedSession,
} from '../given/stripe-deliveries.ts';
import { openWorld, type World } from '../world.ts';

const [secret = ''] = stripeSecrets().signingSecrets;
const nextSecret = 'whsec_theNextOne';
const body = JSON.stringify(completedSession());

let world: World;
let before = 0;
beforeAll(async () => {
  world = await openWorld({
    // What becomes of the news is another story: here nobody takes them out of the queue.
    changeModel: (model) => ({
      ...model,
      mappings: model.mappings.filter(({ sourceArn }) => !sourceArn.endsWith('rostrum-stripe-news')),
    }),
  });
});
afterAll(() => world.close());
beforeEach(() => {
  before = allNews().length;
});

function allNews(): unknown[] {
  const arn = world.cloud.model.queues.find(({ name }) => name === 'rostrum-stripe-news')?.arn ?? '';
  return world.cloud.queues.messages(arn).map(({ body }) => JSON.parse(body));
}
const news = () => allNews().slice(before);

const deliver = (wish: Partial<Delivery> = {}) => deliverTo(world, { body, secret, ...wish });

const event = {
  id: 'evt_1',
  type: 'checkout.session.completed',
  createdAt: '2026-10-26T07:33:20.000Z',
  objectId: 'cs_test_1',
  objectType: 'checkout.session',
};
const marks = { paymentIntentId: 'pi_1', orderId: 'ord_1', roomId: '1AAAAAAAAAAAA', userId: '7' };

describe('news that Stripe has signed', () => {
  it('are received, and their ids handed on: no name, address or card of anybody', async () => {
    const answer = await deliver();
    expect([answer.status, answer.body]).toEqual([200, { isReceived: true }]);
    expect(news()).toEqual([{ event: { ...event, ...marks } }]);
  });

  it('are received in the thin form as well, under the id and name of the other form', async () => {
    expect((await deliver({ body: JSON.stringify(thinCompletedSession()) })).status).toBe(200);
    expect(news()).toEqual([{ event }]);
  });

  it('say in which connected account it happened', async () => {
    const accountId = 'acct_1';
    await deliver({ body: JSON.stringify(completedSession({ account: accountId })) });
    await deliver({ body: JSON.stringify(thinCompletedSession({ context: accountId })) });
    expect(news()).toEqual([{ event: { ...event, accountId, ...marks } }, { event: { ...event, accountId } }]);
  });

  it('are received again when they come again: whoever acts on them looks anyway', async () => {
    const signature = signatureOf(world, { body, secret });
    for (const _ of [1, 2, 3]) expect((await deliver({ signature })).status).toBe(200);
    expect(news()).toHaveLength(3);
  });

  it('are checked by their bytes, as text or in base64, however the JSON is written', async () => {
    const spaced = JSON.stringify(completedSession(), undefined, 3);
    for (const type of ['application/json', 'text/plain', 'application/octet-stream'])
      expect((await deliver({ body: spaced, type })).status, type).toBe(200);
    expectRefused(await deliver({ body: spaced, sent: body }), 400, 'invalid_signature');
    expect(news()).toHaveLength(3);
  });

  it('of nothing in particular are received and not handed on', async () => {
    const balance = completedSession({ type: 'balance.available', data: { object: { object: 'balance' } } });
    expect((await deliver({ body: JSON.stringify(balance) })).status).toBe(200);
    expect(news()).toEqual([]);
  });

  it('may be 300 seconds old and not one more, by the clock of this world', async () => {
    await world.advance(86_400);
    for (const ageSeconds of [300, -300]) expect((await deliver({ ageSeconds })).status).toBe(200);
    for (const ageSeconds of [301, -302, 86_400])
      expectRefused(await deliver({ ageSeconds }), 400, 'invalid_signature');
    expect(news()).toHaveLength(2);
  });
});

describe('what Stripe has not signed', () => {
  it('is refused: signed by somebody else, changed, unsigned, or signed in a way nobody knows', async () => {
    const good = signatureOf(world, { body, secret });
    const forged = [
      { secret: nextSecret },
      { sent: body.replace('cs_test_1', 'cs_test_2') },
      { signature: '' },
      { signature: 'nonsense' },
      { signature: good.replace('v1=', 'v0=') },
      { signature: good.replace(/t=\d+/, 't=') },
      { signature: good.replace(/t=(\d+)/, (_, at) => `t=${Number(at) + 1}`) },
      { signature: good.slice(0, -1) },
      { signature: `${good.split(',')[0]},v1=` },
    ];
    for (const wish of forged) expectRefused(await deliver(wish), 400, 'invalid_signature');
    expect(news()).toEqual([]);
  });

  it('is refused above 1 MB before anything is read, and taken up to that', async () => {
    const big = (bytes: number) => body + ' '.repeat(bytes - Buffer.byteLength(body));
    expect((await deliver({ body: big(1_000_000) })).status).toBe(200);
    expectRefused(await deliver({ body: big(1_000_001) }), 400, 'invalid_field', { param: 'body' });
  });

  it('is refused though signed when it is no event', async () => {
    for (const body of ['[]', '{}', 'not JSON', '{"object":"event","id":"evt_1","type":"x"}'])
      expectRefused(await deliver({ body }), 400, 'invalid_field', { param: 'body' });
    expect(news()).toEqual([]);
  });

  it('is refused when it is of real payments and this stage is for tests', async () => {
    for (const live of [completedSession({ livemode: true }), thinCompletedSession({ livemode: true })])
      expectRefused(await deliver({ body: JSON.stringify(live) }), 400, 'invalid_field', { param: 'livemode' });
    expect(news()).toEqual([]);
  });
});

describe('while a secret is rolled', () => {
  it('news signed by either are received, five minutes after the operator put both in', async () => {
    await putSecret(world, 'rostrum-stripe-signing-secrets', JSON.stringify([nextSecret, secret]));
    await world.advance(301);
    for (const by of [secret, nextSecret]) expect((await deliver({ secret: by })).status).toBe(200);
    // Stripe signs with both for up to a day.
    const both = [secret, nextSecret].map((by) => signatureOf(world, { body, secret: by }));
    const signature = `${both[0]},${both[1]?.split(',')[1]}`;
    expect((await deliver({ signature })).status).toBe(200);
    await putSecret(world, 'rostrum-stripe-signing-secrets', JSON.stringify([nextSecret]));
    await world.advance(301);
    expect((await deliver({ secret: nextSecret })).status).toBe(200);
    expectRefused(await deliver(), 400, 'invalid_signature');
    await putSecret(world, 'rostrum-stripe-signing-secrets', JSON.stringify([secret]));
    await world.advance(301);
  });
});

describe('when something does not work', () => {
  const strike = (fault: object) => world.nobody.post('/local/faults', { mode: 'fail-before', ...fault });

  it('nobody is told "received" before the queue has the news', async () => {
    await strike({ service: 'sqs', operation: 'SendMessageBatch', times: 2 });
    expect((await deliver()).status).toBe(500);
    expect(news()).toEqual([]);
    expect((await deliver()).status).toBe(200);
    expect(news()).toHaveLength(1);
  });

  it('secrets that cannot be read anew are used for a while longer', async () => {
    await world.advance(301);
    await strike({ service: 'secretsmanager', times: 2 });
    expect((await deliver()).status).toBe(200);
    await world.nobody.remove('/local/faults');
  });
});
