import * as z from 'zod/mini';
import { audio } from '../../adapters/audio.ts';
import { acts } from '../../adapters/dynamodb/acts.ts';
import { endings } from '../../adapters/dynamodb/endings.ts';
import { members } from '../../adapters/dynamodb/members.ts';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { removals } from '../../adapters/dynamodb/removals.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { seats } from '../../adapters/dynamodb/seats.ts';
import { whereabouts } from '../../adapters/dynamodb/whereabouts.ts';
import { standingOf, suspended, suspensionFrom, suspensionScopes } from '../../domain/moderation.ts';
import type { Profile } from '../../domain/person.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { statement } from '../runtime/moderation-schemas.ts';
import { standingView } from '../runtime/moderation-views.ts';
import { ensure } from '../runtime/refusal-error.ts';
import { timestamp, userId } from '../runtime/schemas.ts';
import { actOf, changePerson, moderatorOf } from '../steps/acts.ts';
import { carryOutSuspension } from '../steps/suspending.ts';

export const input = z.object({
  userId,
  scope: z.enum(suspensionScopes),
  reason: statement,
  until: z.optional(timestamp),
});
export const output = standingView;

const adapters = { acts, audio, endings, members, profiles, removals, rooms, seats, whereabouts };
type Wish = z.infer<typeof input>;

/** No account does nothing from here on; no hosting ends nothing that runs. */
export async function suspendUser(context: ContextOf<typeof adapters>, caller: User, { userId, ...wish }: Wish) {
  const { userId: byUserId } = await moderatorOf(context, caller, 'suspend_account');
  const suspension = ensure(suspensionFrom(wish, context.now()));
  const act = actOf(context, byUserId, { kind: `${wish.scope}_suspended`, userId, ...suspension });
  const suspend = (known: Profile) => suspended(known, wish.scope, suspension, context.now());
  const profile = await changePerson(context, userId, suspend, act);
  if (wish.scope === 'account') await carryOutSuspension(context, { userId, byUserId, reason: act.reason });
  return standingOf(profile);
}

export const handler = http({ input, adapters, run: suspendUser });
