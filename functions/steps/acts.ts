import type { acts } from '../../adapters/dynamodb/acts.ts';
import type { profiles } from '../../adapters/dynamodb/profiles.ts';
import type { Act } from '../../domain/moderation.ts';
import { type Action, type Actor, decideAny } from '../../domain/permissions.ts';
import type { Profile } from '../../domain/person.ts';
import { isoOf } from '../../domain/time.ts';
import { actorOf, type User } from '../runtime/caller.ts';
import type { ContextOf, Surroundings } from '../runtime/context.ts';
import { ensure, stop } from '../runtime/refusal-error.ts';
import { ensureMayAct } from './person.ts';

type Context = ContextOf<{ profiles: typeof profiles }>;

/** The caller, if the platform lets them do this: their place in a room does not matter. */
export async function moderatorOf(context: Context, caller: User, action: Action): Promise<Actor> {
  const actor = actorOf(caller);
  ensure(decideAny(actor.platformRoles, action));
  await ensureMayAct(context, caller);
  return actor;
}

/** An act of this moment. */
export const actOf = (context: Surroundings, byUserId: string, what: Omit<Act, 'id' | 'byUserId' | 'at'>): Act => ({
  id: context.newId('act'),
  byUserId,
  at: isoOf(context.now()),
  ...what,
});

/** As many writes of one profile as may come between a look and a write: facts of the surrounding app, the person's own. */
const attempts = 25;

/** Changes somebody's profile together with the act; a change that leaves it as it was writes neither. */
export async function changePerson(
  context: Context & ContextOf<{ acts: typeof acts }>,
  userId: string,
  change: (profile: Profile) => Profile,
  act: Act,
): Promise<Profile> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const before = (await context.profiles.find(userId)) ?? stop('user_not_found', { param: 'userId' });
    const after = change(before);
    if (after.version === before.version) return before;
    if (await context.acts.changeProfile(before, after, act)) return after;
  }
  return stop('busy');
}
