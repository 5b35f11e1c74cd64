/** Where a host's money goes: their account at the payment service, and what it says of it. */

import { isHostingSuspended, isSuspended, type Profile } from './person.ts';
import { allow, type Decision, refuse } from './refusal.ts';

export const payoutStates = ['onboarding', 'active', 'restricted'] as const;
export type PayoutState = (typeof payoutStates)[number];

export type PayoutAccount = {
  readonly userId: string;
  /** The account's id at the payment service; absent until it has answered. */
  readonly accountId?: string;
  readonly state: PayoutState;
  /** What the host's rooms have brought after fees, also those whose payout is only begun; minor units: the full share holds up to a limit. */
  readonly earned: number;
  readonly updatedAt: string;
  readonly version: number;
};

/** Nobody is stopped who has not begun: an account is restricted from its first moment until its host has answered everything. */
export const payoutStateAfter = (before: PayoutAccount | undefined, said: PayoutState): PayoutState =>
  said === 'restricted' && (before === undefined || before.state === 'onboarding') ? 'onboarding' : said;

/** Whether transfers reach the account. */
export const isPaidOut = (account: PayoutAccount | undefined): boolean => account?.state === 'active';

/** Whether tickets of this host are sold now: no place is kept for anybody while nobody knows where the money shall go. */
export const maySellOn = (account: PayoutAccount | undefined): Decision =>
  isPaidOut(account)
    ? allow()
    : refuse('sale_closed', { message: 'Tickets are not on sale at the moment: their host cannot be paid.' });

/** A host who was suspended is paid when that is lifted. */
export const isHeldBack = (host: Profile | undefined, now: number): boolean =>
  host !== undefined && (isSuspended(host, now) || isHostingSuspended(host, now));

/** A payout was begun, or written anew. */
export const withEarned = (account: PayoutAccount, added: number): PayoutAccount => ({
  ...account,
  earned: account.earned + added,
  version: account.version + 1,
});
