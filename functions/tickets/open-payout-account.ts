import * as z from 'zod/mini';
import { payoutAccounts } from '../../adapters/dynamodb/payout-accounts.ts';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { recipients } from '../../adapters/payments/recipients.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { ensure } from '../runtime/refusal-error.ts';
import { payoutAccountOutput } from '../runtime/ticket-views.ts';
import { pageOrigin } from '../steps/page-origin.ts';
import { noteRecipient } from '../steps/payout-account.ts';
import { actingProfileOf } from '../steps/person.ts';

export const input = z.object({});
export const output = payoutAccountOutput;

const adapters = { payoutAccounts, profiles, recipients };

/** The page on which a host becomes somebody who can be paid; a new link each time, good for one visit. */
export async function openPayoutAccount(context: ContextOf<typeof adapters>, caller: User) {
  const profile = await actingProfileOf(context, caller);
  const known = await context.payoutAccounts.find(caller.userId);
  const facts = known?.accountId
    ? ensure(await context.recipients.find(known.accountId))
    : ensure(await context.recipients.create(caller.userId, profile.name));
  const { state } = await noteRecipient(context, caller.userId, facts);
  const url = ensure(await context.recipients.link(facts.accountId, `${pageOrigin(context)}/?payouts=true`));
  return { state, url };
}

export const handler = http({ input, adapters, run: openPayoutAccount });
