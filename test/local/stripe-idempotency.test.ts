import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStage, refusalOf, type Stage } from './stripe-stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

const create = (idempotencyKey: string, changes = {}) =>
  stage.stripe.checkout.sessions.create({ ...wish, ...changes }, { idempotencyKey });
let wish: ReturnType<Stage['ticket']>;
beforeEach(() => {
  wish = stage.ticket();
});
const sessions = () => stage.house.state.sessions.values().length;

describe('a call with an idempotency key', () => {
  it('is done once, and answers the same the second time', async () => {
    const first = await create('hold:1');
    const second = await create('hold:1');
    expect([second.id, sessions()]).toEqual([first.id, 1]);
    expect(second.lastResponse.headers['idempotent-replayed']).toBe('true');
    expect((await create('hold:2')).id).not.toBe(first.id);
  });

  it('is refused with other parameters', async () => {
    await create('hold:1');
    const refused = await refusalOf(create('hold:1', { expires_at: stage.nowSeconds() + 40 * 60 }));
    expect(refused).toMatchObject({ status: 400, type: 'StripeIdempotencyError' });
    expect(sessions()).toBe(1);
  });

  it('is a new call a day later', async () => {
    wish = stage.ticket({ expires_at: stage.nowSeconds() + 23 * 3600 });
    const first = await create('hold:1');
    await stage.clock.advance(23.9 * 3_600_000);
    expect((await create('hold:1')).id).toBe(first.id);
    await stage.clock.advance(0.2 * 3_600_000);
    const late = stage.ticket();
    expect((await create('hold:1', late)).id).not.toBe(first.id);
  });

  it('that was refused before it began is not kept', async () => {
    expect(await refusalOf(create('hold:1', { expires_at: 1 }))).toMatchObject({ param: 'expires_at' });
    expect((await create('hold:1')).status).toBe('open');
  });

  it('that broke half-way answers its 500 again, as every answer is kept', async () => {
    stage.house.broken.add('checkout.sessions.create');
    for (const _ of [1, 2])
      expect(await refusalOf(create('hold:1'))).toMatchObject({ status: 500, type: 'StripeAPIError' });
    expect((await create('hold:2')).status).toBe('open');
  });

  it('keeps the refusal of a transfer that had no funds', async () => {
    const { stripe } = stage;
    const transfer = { amount: 1, currency: 'usd', destination: 'acct_none' };
    for (const _ of [1, 2]) {
      const refused = await refusalOf(stripe.transfers.create(transfer, { idempotencyKey: 'payout:1' }));
      expect(refused).toMatchObject({ status: 404, code: 'resource_missing' });
    }
    expect(stage.house.state.answers.values()).toHaveLength(1);
  });

  it('is in use while the first one is under way, and is not kept for that', async () => {
    stage.faults.add({ service: 'stripe', operation: 'checkout.sessions.create', mode: 'delay', delaySeconds: 0.3 });
    const first = create('hold:1');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await refusalOf(create('hold:1'))).toMatchObject({ status: 409 });
    expect((await create('hold:1').catch(() => first)).id).toBe((await first).id);
    expect([(await create('hold:1')).id, sessions()]).toEqual([(await first).id, 1]);
  });
});

describe('a call that a fault strikes', () => {
  const strike = (mode: string) => stage.faults.add({ service: 'stripe', operation: 'checkout.sessions.create', mode });

  it('fails before anything is done, and can be asked again with its key', async () => {
    strike('fail-before');
    expect(await refusalOf(create('hold:1'))).toMatchObject({ status: 500 });
    expect(sessions()).toBe(0);
    expect((await create('hold:1')).status).toBe('open');
  });

  it('is done and its answer lost: the key finds it again, another key does it twice', async () => {
    strike('apply-then-fail');
    expect(await refusalOf(create('hold:1'))).toMatchObject({ type: 'StripeConnectionError' });
    const [made] = stage.house.state.sessions.values();
    expect((await create('hold:1')).id).toBe(made?.shown.id);
    await create('hold:2');
    expect(sessions()).toBe(2);
  });

  it('is one too many', async () => {
    strike('throttle');
    expect(await refusalOf(create('hold:1'))).toMatchObject({ status: 429, type: 'StripeRateLimitError' });
    expect((await create('hold:1')).status).toBe('open');
  });
});
