import Stripe from 'stripe';
import type { PayoutState } from '../../domain/payout-account.ts';
import { allow, type Decision, refuse } from '../../domain/refusal.ts';
import type { Wiring } from '../wiring.ts';
import { answered, stripeOf } from './client.ts';
import { deploymentOf, ourMarks, withDeployment } from './marks.ts';

/** What the payment service says of a host's account. */
export type RecipientFacts = { readonly accountId: string; readonly userId: string; readonly state: PayoutState };

const include = ['configuration.recipient', 'requirements'] as const;

/** Hosts as recipients of transfers: accounts of the payment service, which asks them for what it needs itself. */
export const recipients = (wiring: Wiring) => ({
  /**
   * Makes the host's account; asking again for the same is the same account. The country and the address are Stripe's own
   * conditions, and it judges them: `invalid_field` with the one it does not take.
   */
  async create({ userId, name, email, country }: NewRecipient): Promise<Decision<RecipientFacts>> {
    const stripe = await stripeOf(wiring);
    const wish: Stripe.V2.Core.AccountCreateParams = {
      display_name: name,
      contact_email: email,
      identity: { country },
      dashboard: 'express',
      configuration: { recipient: { capabilities: { stripe_balance: { stripe_transfers: { requested: true } } } } },
      defaults: { responsibilities: { fees_collector: 'application', losses_collector: 'application' } },
      metadata: withDeployment(wiring, { userId }),
      include: [...include],
    };
    // No address stands in a key.
    const idempotencyKey = `recipient:${deploymentOf(wiring)}:${userId}:${country}:${Buffer.from(wiring.digest(email)).toString('hex').slice(0, 16)}`;
    const making = stripe.v2.core.accounts.create(wish, { idempotencyKey });
    const made = await answered(making.then((account) => toFacts(wiring, account)).catch(toProblem));
    if (!made.isAllowed) return made;
    return typeof made.value === 'string' ? refuse('invalid_field', { param: made.value }) : allow(made.value);
  },

  async find(accountId: string): Promise<Decision<RecipientFacts>> {
    const stripe = await stripeOf(wiring);
    const found = await answered(stripe.v2.core.accounts.retrieve(accountId, { include: [...include] }));
    return found.isAllowed ? allow(toFacts(wiring, found.value)) : found;
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

export type NewRecipient = {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  /** ISO 3166, two small letters. */
  readonly country: string;
};

/** Which of ours it does not take; anything else is a fault. */
function toProblem(error: unknown): 'country' | 'email' {
  const said = error instanceof Stripe.errors.StripeError && error.statusCode === 400 ? error : undefined;
  const about = [said?.param, said?.code, said?.message].join(' ');
  if (/email/i.test(about)) return 'email';
  if (/country/i.test(about)) return 'country';
  throw error;
}

function toFacts(
  wiring: Wiring,
  { id, metadata, configuration, requirements }: Stripe.V2.Core.Account,
): RecipientFacts {
  const transfers = configuration?.recipient?.capabilities?.stripe_balance?.stripe_transfers?.status;
  const isPastDue = requirements?.summary?.minimum_deadline?.status === 'past_due';
  const isStopped = transfers === 'restricted' || transfers === 'unsupported' || isPastDue;
  const state = transfers === 'active' && !isPastDue ? 'active' : isStopped ? 'restricted' : 'onboarding';
  return { accountId: id, userId: ourMarks(wiring, metadata)['userId'] ?? '', state };
}
