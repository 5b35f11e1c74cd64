import * as z from 'zod/mini';
import { acts } from '../../adapters/dynamodb/acts.ts';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { reasonFrom, standingOf, suspensionScopes, unsuspended } from '../../domain/moderation.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { statement } from '../runtime/moderation-schemas.ts';
import { standingView } from '../runtime/moderation-views.ts';
import { ensure, stop } from '../runtime/refusal-error.ts';
import { userId } from '../runtime/schemas.ts';
import { actOf, changePerson, moderatorOf } from '../steps/acts.ts';

export const input = z.object({
  userId,
  scope: z.optional(z.enum(suspensionScopes)),
  reason: z.optional(statement),
});
export const output = standingView;

const adapters = { acts, profiles };
type Wish = z.infer<typeof input>;

/** Without a scope all that stands is lifted. */
export async function liftSuspension(context: ContextOf<typeof adapters>, caller: User, { userId, ...wish }: Wish) {
  const { userId: byUserId } = await moderatorOf(context, caller, 'suspend_account');
  const reason = ensure(reasonFrom(wish.reason));
  let profile = (await context.profiles.find(userId)) ?? stop('user_not_found', { param: 'userId' });
  for (const scope of wish.scope ? [wish.scope] : suspensionScopes) {
    const act = actOf(context, byUserId, { kind: `${scope}_suspension_lifted`, userId, reason });
    profile = await changePerson(context, userId, (known) => unsuspended(known, scope, context.now()), act);
  }
  return standingOf(profile);
}

export const handler = http({ input, adapters, run: liftSuspension });
