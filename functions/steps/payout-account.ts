import type { payoutAccounts } from '../../adapters/dynamodb/payout-accounts.ts';
import type { RecipientFacts } from '../../adapters/payments/recipients.ts';
import { type PayoutAccount, payoutStateAfter } from '../../domain/payout-account.ts';
import { isoOf } from '../../domain/time.ts';
import type { ContextOf } from '../runtime/context.ts';
import { stop } from '../runtime/refusal-error.ts';

type Context = ContextOf<{ payoutAccounts: typeof payoutAccounts }>;

const attempts = 5;

/** Writes down what the payment service says of the host's account. */
export async function noteRecipient(context: Context, userId: string, facts: RecipientFacts): Promise<PayoutAccount> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const before = await context.payoutAccounts.find(userId);
    const { accountId } = facts;
    const state = payoutStateAfter(before, facts.state);
    if (before && before.accountId === accountId && before.state === state) return before;
    const changed = { userId, accountId, state, updatedAt: isoOf(context.now()) };
    const after = { earned: 0, ...before, ...changed, version: (before?.version ?? 0) + 1 };
    if (await context.payoutAccounts.save(before, after)) return after;
  }
  return stop('busy');
}
