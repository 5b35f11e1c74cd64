import * as z from 'zod/mini';
import { acts } from '../../adapters/dynamodb/acts.ts';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { granted, grantFrom, standingOf } from '../../domain/moderation.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { statement } from '../runtime/moderation-schemas.ts';
import { standingView } from '../runtime/moderation-views.ts';
import { ensure } from '../runtime/refusal-error.ts';
import { timestamp, userId } from '../runtime/schemas.ts';
import { actOf, changePerson, moderatorOf } from '../steps/acts.ts';

export const input = z.object({
  userId,
  allows: z.array(z.enum(['host', 'sell'])).check(z.minLength(1), z.maxLength(2)),
  reason: statement,
  expiresAt: timestamp,
});
export const output = standingView;

const adapters = { acts, profiles };
type Wish = z.infer<typeof input>;

/** On a fresh deployment nobody has followers yet: with a grant somebody hosts or sells whatever the counts say. */
export async function grantHosting(context: ContextOf<typeof adapters>, caller: User, { userId, ...wish }: Wish) {
  const { userId: byUserId } = await moderatorOf(context, caller, 'grant_hosting');
  const grant = ensure(grantFrom(wish, context.now()));
  const { allows, reason, expiresAt: until } = grant;
  const act = actOf(context, byUserId, { kind: 'hosting_granted', userId, reason, allows, until });
  return standingOf(await changePerson(context, userId, (known) => granted(known, grant, context.now()), act));
}

export const handler = http({ input, adapters, run: grantHosting });
