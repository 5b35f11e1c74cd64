import { changeStanding } from '../stripe/accounts.ts';
import { paymentIdOf } from '../stripe/paying.ts';
import type { StripeStandIn } from '../stripe/stripe.ts';
import type { PublicApi } from './public-api.ts';

/** Onboards whoever's token it is as a host who can be paid. */
export type BecomeSeller = (accessToken: string) => Promise<void>;

function readUrl(answer: unknown): string {
  const url = typeof answer === 'object' && answer !== null && 'url' in answer ? answer.url : undefined;
  return typeof url === 'string' ? url : '';
}

/** Asks the product for an account as the host would, and answers all that Stripe wants to know on its page. */
export const createSelling =
  (api: PublicApi, { house }: Pick<StripeStandIn, 'house'>): BecomeSeller =>
  async (accessToken) => {
    const url = readUrl(await api.call('POST', '/v1/me/payout-account', accessToken));
    const account = house.state.accounts.get(paymentIdOf(url));
    if (account) changeStanding(house, account, 'active');
  };
