import * as z from 'zod/mini';
import { payoutAccounts } from '../../adapters/dynamodb/payout-accounts.ts';
import { recipients } from '../../adapters/payments/recipients.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { ensure } from '../runtime/refusal-error.ts';
import { payoutAccountOutput } from '../runtime/ticket-views.ts';
import { noteRecipient } from '../steps/payout-account.ts';

export const input = z.object({});
export const output = payoutAccountOutput;

const adapters = { payoutAccounts, recipients };

/** Whether the caller can be paid, as the payment service has it now. */
export async function getPayoutAccount(context: ContextOf<typeof adapters>, caller: User) {
  const known = await context.payoutAccounts.find(caller.userId);
  if (!known?.accountId) return { state: 'none' };
  const facts = ensure(await context.recipients.find(known.accountId));
  return { state: (await noteRecipient(context, caller.userId, facts)).state };
}

export const handler = http({ input, adapters, run: getPayoutAccount });
