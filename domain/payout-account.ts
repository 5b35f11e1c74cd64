/** Where a host's money goes: their account at the payment service, and what it says of it. */

export const payoutStates = ['onboarding', 'active', 'restricted'] as const;
export type PayoutState = (typeof payoutStates)[number];

export type PayoutAccount = {
  readonly userId: string;
  /** The account's id at the payment service; absent until it has answered. */
  readonly accountId?: string;
  readonly state: PayoutState;
  /** What the host's rooms have brought after fees so far, minor units: the full share holds up to a limit. */
  readonly earned: number;
  readonly updatedAt: string;
  readonly version: number;
};

/** Nobody is stopped who has not begun: an account is restricted from its first moment until its host has answered everything. */
export const payoutStateAfter = (before: PayoutAccount | undefined, said: PayoutState): PayoutState =>
  said === 'restricted' && (before === undefined || before.state === 'onboarding') ? 'onboarding' : said;

/** Whether transfers reach the account; asked when a sale is set. */
export const isPaidOut = (account: PayoutAccount | undefined): boolean => account?.state === 'active';
