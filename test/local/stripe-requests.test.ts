import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { currentSchemas, schemasFile } from '../../tools/stripe-schemas.ts';
import { asParams, openStage, priced, refusalOf, type Stage } from './stripe-stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

const refused = (changes: object) =>
  refusalOf(stage.stripe.checkout.sessions.create(asParams({ ...stage.ticket(), ...changes })));
const item = (changes: object) => ({ line_items: [{ ...priced(1200), ...changes }] });

describe('parameters', () => {
  it('are checked by what the installed SDK declares', async () => {
    const stored = JSON.parse(await readFile(schemasFile, 'utf8'));
    expect(stored, 'run npx node tools/stripe-schemas.ts').toEqual(await currentSchemas());
    expect(stored.version).toBe('2026-10-28.endive');
  });

  it('that Stripe does not know are refused with their bracket path, at any depth', async () => {
    const unknown = { status: 400, code: 'parameter_unknown', type: 'StripeInvalidRequestError' };
    expect(await refused({ colour: 'red' })).toMatchObject({
      ...unknown,
      param: 'colour',
      message: 'Received unknown parameter: colour',
    });
    expect(await refused({ payment_intent_data: { group: 'x' } })).toMatchObject({
      ...unknown,
      param: 'payment_intent_data[group]',
    });
    const price_data = { ...priced(1200).price_data, unit_price: 5 };
    expect(await refused(item({ price_data }))).toMatchObject({
      ...unknown,
      param: 'line_items[0][price_data][unit_price]',
    });
    expect(await refused({ payment_method_types: ['card'] })).toMatchObject({
      ...unknown,
      param: 'payment_method_types',
    });
    const old = Object.assign({ amount: 500, currency: 'usd' }, { payment_method_types: ['card'] });
    expect(await refusalOf(stage.stripe.paymentIntents.create(old))).toMatchObject({
      code: 'payment_method_types_no_longer_supported',
    });
    const nested = asRefund({ payment_intent: 'pi_1', metadata: { a: 'b' }, notes: 'x' });
    expect(await refusalOf(stage.stripe.refunds.create(nested))).toMatchObject({ ...unknown, param: 'notes' });
    const wish = asAccount({ configuration: { recipient: { capability: {} } } });
    expect(await refusalOf(stage.stripe.v2.core.accounts.create(wish))).toMatchObject({
      ...unknown,
      param: 'configuration[recipient][capability]',
    });
  });

  it('say no word of an enum that was never in it, and no number that is none', async () => {
    expect(await refused({ mode: 'paymnt' })).toMatchObject({ status: 400, param: 'mode' });
    expect(await refused({ ui_mode: 'embedded' })).toMatchObject({ status: 400, param: 'ui_mode' });
    expect(await refused({ expires_at: 'tomorrow' })).toMatchObject({
      code: 'parameter_invalid_integer',
      param: 'expires_at',
    });
    expect(await refused(item({ quantity: 1.5 }))).toMatchObject({
      code: 'parameter_invalid_integer',
      param: 'line_items[0][quantity]',
    });
  });

  it('must not be missing', async () => {
    const missing = { status: 400, code: 'parameter_missing' };
    const { currency: _, ...price_data } = priced(1200).price_data;
    expect(await refused(item({ price_data }))).toMatchObject({
      ...missing,
      param: 'line_items[0][price_data][currency]',
    });
    for (const name of ['mode', 'success_url', 'line_items']) {
      const params = Object.fromEntries(Object.entries(stage.ticket()).filter(([key]) => key !== name));
      expect(await refusalOf(stage.stripe.checkout.sessions.create(asParams(params))), name).toMatchObject({
        ...missing,
        param: name,
      });
    }
  });

  it('let a session be open from 30 minutes to 24 hours, by the virtual clock', async () => {
    await stage.clock.advance(86_400_000);
    const at = (seconds: number) => ({ expires_at: stage.nowSeconds() + seconds });
    for (const seconds of [29 * 60, 25 * 3600, -60])
      expect(await refused(at(seconds))).toMatchObject({ status: 400, param: 'expires_at' });
    for (const seconds of [31 * 60, 23 * 3600]) expect(await refused(at(seconds))).toBeUndefined();
  });

  it('ask for no less than 50 cents and no more than Stripe takes', async () => {
    expect(await refused({ line_items: [priced(49)] })).toMatchObject({ code: 'amount_too_small' });
    expect(await refused({ line_items: [priced(29, 'gbp')] })).toMatchObject({ code: 'amount_too_small' });
    expect(await refused({ line_items: [priced(100_000_000)] })).toMatchObject({ code: 'amount_too_large' });
    expect(await refused({ line_items: [priced(50)] })).toBeUndefined();
    expect(await refused({ line_items: [priced(1200), priced(1200, 'eur')] })).toMatchObject({ param: 'line_items' });
    expect(await refusalOf(stage.stripe.paymentIntents.create({ amount: 49, currency: 'usd' }))).toMatchObject({
      code: 'amount_too_small',
      param: 'amount',
    });
  });

  it('carry at most 50 marks of 40 and 500 characters', async () => {
    const many = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`key${index}`, 'x']));
    expect(await refused({ metadata: many(50) })).toBeUndefined();
    expect(await refused({ metadata: many(51) })).toMatchObject({ param: 'metadata' });
    expect(await refused({ metadata: { ['k'.repeat(41)]: 'x' } })).toMatchObject({ param: 'metadata' });
    expect(await refused({ payment_intent_data: { metadata: { key: 'x'.repeat(501) } } })).toMatchObject({
      param: 'payment_intent_data[metadata][key]',
    });
    expect(await refused({ client_reference_id: 'x'.repeat(201) })).toMatchObject({ param: 'client_reference_id' });
  });

  it('that fit Stripe but not the stand-in are refused as its own gap, never passed over', async () => {
    const gap = { status: 501, code: 'not_available_locally' };
    for (const changes of [
      { mode: 'subscription' },
      { automatic_tax: { enabled: true } },
      { payment_intent_data: { capture_method: 'manual' } },
    ])
      expect(await refused(changes)).toMatchObject(gap);
    expect(await refusalOf(stage.stripe.customers.create({}))).toMatchObject({
      ...gap,
      message: 'The local Stripe does not do POST /v1/customers',
    });
  });
});

describe('whoever asks', () => {
  it('shows the key, and is refused without', async () => {
    const stranger = stage.clientOf('sk_test_somebodyElse');
    expect(await refusalOf(stranger.balance.retrieve())).toMatchObject({
      status: 401,
      type: 'StripeAuthenticationError',
    });
    expect(await refusalOf(stage.stripe.balance.retrieve())).toBeUndefined();
  });

  it('is told which object there is not', async () => {
    const { stripe } = stage;
    const absent = { status: 404, code: 'resource_missing' };
    expect(await refusalOf(stripe.checkout.sessions.retrieve('cs_test_none'))).toMatchObject(absent);
    expect(await refusalOf(stripe.refunds.create({ payment_intent: 'pi_none' }))).toMatchObject({
      ...absent,
      param: 'payment_intent',
    });
    expect(
      await refusalOf(stripe.transfers.create({ amount: 1, currency: 'usd', destination: 'acct_none' })),
    ).toMatchObject({ ...absent, param: 'destination' });
  });

  it('may ask 25 times a second for one thing and 100 times for all, by the virtual clock', async () => {
    const { stripe, clock } = stage;
    const many = (count: number, ask: () => Promise<unknown>) =>
      Promise.all(Array.from({ length: count }, () => refusalOf(ask())));
    const over = (answers: readonly ({ readonly status: number | undefined } | undefined)[]) =>
      answers.filter((one) => one?.status === 429).length;
    expect(over(await many(30, () => stripe.balance.retrieve()))).toBe(5);
    expect(over(await many(25, () => stripe.events.list()))).toBe(0);
    expect(over(await many(25, () => stripe.refunds.list()))).toBe(0);
    expect(over(await many(25, () => stripe.transfers.list()))).toBe(0);
    expect(over(await many(1, () => stripe.checkout.sessions.list()))).toBe(1);
    await clock.advance(1000);
    expect(await refusalOf(stripe.balance.retrieve())).toBeUndefined();
  });
});

const asRefund = (params: object) => params as Parameters<Stage['stripe']['refunds']['create']>[0];
const asAccount = (params: object) => params as Parameters<Stage['stripe']['v2']['core']['accounts']['create']>[0];

describe('a simulation', () => {
  it('asks without a socket, at its own rates, and gets the ids it makes itself', async () => {
    let made = 0;
    const chance = () => {
      made += 1;
      return String(made);
    };
    const { standIn, close } = await openStage({ chance, rates: { perEndpoint: 1, perAccount: 1 } });
    const headers = { authorization: 'Bearer sk_test_RostrumLocal' };
    const ask = () =>
      standIn.perform({ method: 'POST', url: '/v1/payment_intents', headers, body: 'amount=500&currency=usd' });
    const [first, second] = [await ask(), await ask()];
    expect([first.status, JSON.parse(first.body).id, second.status]).toEqual([200, 'pi_2', 429]);
    await close();
  });
});
