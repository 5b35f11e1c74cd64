import type Stripe from 'stripe';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { beginDispute } from '../../local/stripe/disputing.ts';
import { pay } from '../../local/stripe/paying.ts';
import { openStage, refusalOf, type Stage } from './stripe-stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

async function paid(): Promise<{ readonly session: string; readonly intent: string }> {
  const { id: session } = await stage.stripe.checkout.sessions.create(stage.ticket());
  return { session, intent: pay(stage.house, session, 'success').paymentIntent ?? '' };
}
const idsOf = ({ data }: { readonly data: readonly { readonly id: string }[] }) => data.map(({ id }) => id);

/** Something of each kind now, a minute passes, and something of each kind again. */
async function twice(): Promise<number> {
  const { stripe, house, clock, nowSeconds } = stage;
  const host = await stripe.v2.core.accounts.create({
    contact_email: 'ada@people.example',
    identity: { country: 'us' },
    configuration: { recipient: { capabilities: { stripe_balance: { stripe_transfers: { requested: true } } } } },
  });
  house.state.accounts.put(host.id, { ...host, ...activeTransfers });
  for (let round = 0; round < 2; round += 1) {
    if (round > 0) await clock.advance(60_000);
    const [kept, back] = [await paid(), await paid()];
    await stripe.refunds.create({ payment_intent: back.intent });
    await stripe.transfers.create({ amount: 100, currency: 'usd', destination: host.id });
    const charge = house.state.charges.values().find(({ payment_intent: intent }) => intent === kept.intent);
    if (charge) beginDispute(house, charge);
  }
  return nowSeconds();
}
const activeTransfers = {
  configuration: {
    recipient: {
      applied: true,
      capabilities: { stripe_balance: { stripe_transfers: { status: 'active', status_details: [] } } },
    },
  },
} satisfies Pick<Stripe.V2.Core.Account, 'configuration'>;

describe('a walk through what was made since', () => {
  it('finds payments, refunds, transfers and disputes of that time and no earlier ones', async () => {
    const since = await twice();
    const { stripe } = stage;
    const later = { created: { gte: since }, limit: 100 };
    const lists = [
      stripe.checkout.sessions.list(later),
      stripe.paymentIntents.list(later),
      stripe.refunds.list(later),
      stripe.transfers.list(later),
      stripe.disputes.list(later),
    ];
    expect((await Promise.all(lists)).map(({ data }) => data.length)).toEqual([2, 2, 1, 1, 1]);
    expect((await stripe.paymentIntents.list({ created: { lt: since } })).data).toHaveLength(2);
    expect((await stripe.disputes.list()).data).toHaveLength(2);
  });

  it('goes page by page, the newest first, and shows on each what a payment took and cost', async () => {
    await twice();
    const { stripe } = stage;
    const expand = ['data.payment_intent.latest_charge.balance_transaction'];
    const first = await stripe.checkout.sessions.list({ limit: 3, expand });
    const after = first.data.at(-1)?.id ?? '';
    const second = await stripe.checkout.sessions.list({ limit: 3, expand, starting_after: after });
    expect([first.has_more, second.has_more, first.data.length, second.data.length]).toEqual([true, false, 3, 1]);
    expect(new Set([...idsOf(first), ...idsOf(second)]).size).toBe(4);
    expect(first.data.map(({ payment_intent: intent }) => intent)).toMatchObject([
      { status: 'succeeded', latest_charge: { refunded: true, balance_transaction: { fee: 65 } } },
      { status: 'succeeded', latest_charge: { refunded: false, disputed: true } },
      { latest_charge: { refunded: true } },
    ]);
    const [intents, disputes] = [
      await stripe.paymentIntents.list({ limit: 3 }),
      await stripe.disputes.list({ limit: 1 }),
    ];
    const more = await stripe.paymentIntents.list({ limit: 3, starting_after: intents.data.at(-1)?.id ?? '' });
    expect([intents.has_more, more.has_more, disputes.has_more]).toEqual([true, false, true]);
  });

  it('is refused what it may not ask', async () => {
    const { stripe } = stage;
    const deep = 'data.payment_intent.latest_charge.balance_transaction.source';
    expect(await refusalOf(stripe.checkout.sessions.list({ expand: [deep] }))).toMatchObject({ param: 'expand' });
    expect(await refusalOf(stripe.paymentIntents.list({ customer: 'cus_1' }))).toMatchObject({ status: 501 });
    expect(await refusalOf(stripe.disputes.list({ starting_after: 'du_none' }))).toMatchObject({
      code: 'resource_missing',
    });
  });
});
