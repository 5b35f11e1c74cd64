import type Stripe from 'stripe';
import type { House } from './house.ts';

type Account = Stripe.V2.Core.Account;

export const transferStates = ['active', 'pending', 'restricted', 'unsupported'] as const;
export type TransferState = (typeof transferStates)[number];

const reasons = {
  pending: { code: 'determining_status', resolution: 'no_resolution' },
  restricted: { code: 'requirements_past_due', resolution: 'provide_info' },
  unsupported: { code: 'unsupported_country', resolution: 'no_resolution' },
} as const;

/** Whether transfers reach the account. */
export const transfersOf = ({ configuration }: Account): string | undefined =>
  configuration?.recipient?.capabilities?.stripe_balance?.stripe_transfers?.status;

/** What the account is able to do, and what it is asked for. */
export function standingOf(state: TransferState): Pick<Account, 'configuration' | 'requirements'> {
  const status_details = state === 'active' ? [] : [reasons[state]];
  return {
    configuration: {
      recipient: {
        applied: true,
        capabilities: { stripe_balance: { stripe_transfers: { status: state, status_details } } },
      },
    },
    requirements: state === 'restricted' ? { summary: { minimum_deadline: { status: 'past_due' } } } : {},
  };
}

/** Stripe has looked at an account: what it is able to do has changed, and whoever listens is told, by id. */
export function changeStanding(house: House, account: Account, state: TransferState): Account {
  const changed = house.state.accounts.put(account.id, { ...account, ...standingOf(state) });
  if (transfersOf(account) === state) return changed;
  const related = { id: account.id, type: 'v2.core.account', url: `/v2/core/accounts/${account.id}` };
  house.publishThin('v2.core.account[requirements].updated', related);
  house.publishThin(
    'v2.core.account[configuration.recipient].capability_status_updated',
    related,
    'stripe_balance.stripe_transfers',
  );
  return changed;
}
