import type Stripe from 'stripe';
import type { PayoutState } from '../../domain/payout-account.ts';
import { allow, type Decision } from '../../domain/refusal.ts';
import type { Wiring } from '../wiring.ts';
import { answered, stripeOf } from './client.ts';

/** What the payment service says of a host's account. */
export type RecipientFacts = { readonly accountId: string; readonly userId: string; readonly state: PayoutState };

const include = ['configuration.recipient', 'requirements'] as const;

/** Hosts as recipients of transfers: accounts of the payment service, which asks them for what it needs itself. */
export const recipients = (wiring: Wiring) => ({
  /** Makes the host's account; asking again is the same account. */
  async create(userId: string, name: string): Promise<Decision<RecipientFacts>> {
    const stripe = await stripeOf(wiring);
    const wish: Stripe.V2.Core.AccountCreateParams = {
      display_name: name,
      dashboard: 'express',
      configuration: { recipient: { capabilities: { stripe_balance: { stripe_transfers: { requested: true } } } } },
      defaults: { responsibilities: { fees_collector: 'application', losses_collector: 'application' } },
      metadata: { userId },
      include: [...include],
    };
    const made = await answered(stripe.v2.core.accounts.create(wish, { idempotencyKey: `recipient:${userId}` }));
    return made.isAllowed ? allow(toFacts(made.value)) : made;
  },

  async find(accountId: string): Promise<Decision<RecipientFacts>> {
    const stripe = await stripeOf(wiring);
    const found = await answered(stripe.v2.core.accounts.retrieve(accountId, { include: [...include] }));
    return found.isAllowed ? allow(toFacts(found.value)) : found;
  },

  /** A page on which the host answers what the payment service asks; good for one visit, so never mailed. */
  async link(accountId: string, returnUrl: string): Promise<Decision<string>> {
    const stripe = await stripeOf(wiring);
    const account_onboarding = { refresh_url: returnUrl, return_url: returnUrl };
    const use_case = { type: 'account_onboarding' as const, account_onboarding };
    const made = await answered(stripe.v2.core.accountLinks.create({ account: accountId, use_case }));
    return made.isAllowed ? allow(made.value.url) : made;
  },
});

function toFacts({ id, metadata, configuration, requirements }: Stripe.V2.Core.Account): RecipientFacts {
  const transfers = configuration?.recipient?.capabilities?.stripe_balance?.stripe_transfers?.status;
  const isPastDue = requirements?.summary?.minimum_deadline?.status === 'past_due';
  const isStopped = transfers === 'restricted' || transfers === 'unsupported' || isPastDue;
  const state = transfers === 'active' && !isPastDue ? 'active' : isStopped ? 'restricted' : 'onboarding';
  return { accountId: id, userId: metadata?.['userId'] ?? '', state };
}
