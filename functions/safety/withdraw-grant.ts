import * as z from 'zod/mini';
import { acts } from '../../adapters/dynamodb/acts.ts';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { reasonFrom, standingOf, ungranted } from '../../domain/moderation.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { statement } from '../runtime/moderation-schemas.ts';
import { standingView } from '../runtime/moderation-views.ts';
import { ensure } from '../runtime/refusal-error.ts';
import { userId } from '../runtime/schemas.ts';
import { actOf, changePerson, moderatorOf } from '../steps/acts.ts';

export const input = z.object({ userId, reason: z.optional(statement) });
export const output = standingView;

const adapters = { acts, profiles };
type Wish = z.infer<typeof input>;

export async function withdrawGrant(context: ContextOf<typeof adapters>, caller: User, { userId, ...wish }: Wish) {
  const { userId: byUserId } = await moderatorOf(context, caller, 'grant_hosting');
  const reason = ensure(reasonFrom(wish.reason));
  const act = actOf(context, byUserId, { kind: 'hosting_grant_withdrawn', userId, reason });
  return standingOf(await changePerson(context, userId, (known) => ungranted(known, context.now()), act));
}

export const handler = http({ input, adapters, run: withdrawGrant });
