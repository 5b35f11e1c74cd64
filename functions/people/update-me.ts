import * as z from 'zod/mini';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { updateProfile } from '../../domain/account.ts';
import { type OwnProfile, ownProfile } from '../../domain/person.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { ownProfileView } from '../runtime/people-views.ts';
import { ensure, stop } from '../runtime/refusal-error.ts';
import { handle } from '../runtime/schemas.ts';
import { actingProfileOf } from '../steps/person.ts';

export const input = z.object({
  handle: z.optional(handle),
  name: z.optional(z.string()),
  bio: z.optional(z.string()),
  avatarUrl: z.optional(z.string()),
  isProtected: z.optional(z.boolean()),
  isListeningShared: z.optional(z.boolean()),
  birthDate: z.optional(z.string()),
});
export const output = ownProfileView;

const adapters = { profiles };

export async function updateMe(
  context: ContextOf<typeof adapters>,
  caller: User,
  patch: z.infer<typeof input>,
): Promise<OwnProfile> {
  const profile = await actingProfileOf(context, caller);
  const { next } = ensure(updateProfile(profile, patch, context.now()));
  if (next.version === profile.version) return ownProfile(profile, context.now());
  const changed = await context.profiles.change(profile, next);
  if (changed === 'taken') return stop('handle_taken', { param: 'handle' });
  // Facts arrived in between: the patch is applied to what they left.
  return changed === 'stale' ? updateMe(context, caller, patch) : ownProfile(next, context.now());
}

export const handler = http({ input, adapters, run: updateMe });
