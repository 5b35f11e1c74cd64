import * as z from 'zod/mini';
import { payoutAccounts } from '../../adapters/dynamodb/payout-accounts.ts';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { recipients } from '../../adapters/payments/recipients.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { ensure, stop } from '../runtime/refusal-error.ts';
import { payoutAccountOutput } from '../runtime/ticket-views.ts';
import { pageOrigin } from '../steps/page-origin.ts';
import { noteRecipient } from '../steps/payout-account.ts';
import { actingProfileOf } from '../steps/person.ts';

/** What the payment service must know to make an account; what is left out is what the sign-in and the policy say. */
export const input = z.object({
  country: z.optional(z.string().check(z.toLowerCase(), z.regex(/^[a-z]{2}$/))),
  email: z.optional(z.email().check(z.maxLength(254))),
});
export const output = payoutAccountOutput;

const adapters = { payoutAccounts, profiles, recipients };

/** The page on which a host becomes somebody who can be paid; a new link each time, good for one visit. */
export async function openPayoutAccount(
  context: ContextOf<typeof adapters>,
  caller: User,
  wish: z.infer<typeof input>,
) {
  const profile = await actingProfileOf(context, caller);
  const known = await context.payoutAccounts.find(caller.userId);
  const facts = known?.accountId
    ? ensure(await context.recipients.find(known.accountId))
    : ensure(await context.recipients.create(recipientOf(context, caller, profile.name, wish)));
  const { state } = await noteRecipient(context, caller.userId, facts);
  const url = ensure(await context.recipients.link(facts.accountId, `${pageOrigin(context)}/?payouts=true`));
  return { state, url };
}

function recipientOf(
  context: ContextOf<typeof adapters>,
  { userId, email: known }: User,
  name: string,
  { country = context.config.policy.payoutCountry, email = known }: z.infer<typeof input>,
) {
  const message = 'An e-mail address is needed: your sign-in names none.';
  return { userId, name, country, email: email ?? stop('invalid_field', { param: 'email', message }) };
}

export const handler = http({ input, adapters, run: openPayoutAccount });
