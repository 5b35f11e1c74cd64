import type { profiles } from '../../adapters/dynamodb/profiles.ts';
import { handleCandidates, isSameAccount, newProfile } from '../../domain/account.ts';
import { mayAct, type Profile } from '../../domain/person.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { ensure } from '../runtime/refusal-error.ts';

type Context = ContextOf<{ profiles: typeof profiles }>;

/** The caller's profile, made at first sight; refused when the id belongs to another sign-in account. */
export async function ownProfileOf(context: Context, caller: User, known?: Profile): Promise<Profile> {
  const profile =
    known ?? (await context.profiles.findWithCounts(caller.userId)) ?? (await firstSight(context, caller));
  ensure(isSameAccount(profile, caller));
  return profile;
}

/** For reads that make no profile: refuses a caller whose id belongs to another sign-in account. */
export function ensureSameAccount(profile: Profile | undefined, caller: User): void {
  if (profile) ensure(isSameAccount(profile, caller));
}

/** For commands that need nothing of the profile, and make none: suspended accounts do nothing. 1 read unit. */
export async function ensureMayAct(context: Context, caller: User): Promise<void> {
  const profile = await context.profiles.find(caller.userId);
  ensureSameAccount(profile, caller);
  if (profile) ensure(mayAct(profile, context.now()));
}

/** As `ownProfileOf`, for commands: suspended accounts do nothing. */
export async function actingProfileOf(context: Context, caller: User, known?: Profile): Promise<Profile> {
  const profile = await ownProfileOf(context, caller, known);
  ensure(mayAct(profile, context.now()));
  return profile;
}

async function firstSight(context: Context, caller: User): Promise<Profile> {
  for (const handle of handleCandidates(caller.handle, caller.userId)) {
    const made = await context.profiles.create(newProfile(caller.userId, caller, handle, context.now()));
    if (made === 'taken') continue;
    const profile = await context.profiles.findWithCounts(caller.userId);
    if (profile) return profile;
  }
  throw new Error('No handle could be found for a new person');
}
