import * as z from 'zod/mini';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { publicProfile } from '../../domain/person.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { profileView } from '../runtime/people-views.ts';
import { stop } from '../runtime/refusal-error.ts';
import { handle } from '../runtime/schemas.ts';

export const input = z.object({ handle });
export const output = profileView;

const adapters = { profiles };

export async function getUserByHandle(
  context: ContextOf<typeof adapters>,
  _caller: User,
  { handle }: z.infer<typeof input>,
) {
  const userId = await context.profiles.userIdOfHandle(handle);
  const profile = userId === undefined ? undefined : await context.profiles.findWithCounts(userId);
  return profile ? publicProfile(profile) : stop('user_not_found', { param: 'handle' });
}

export const handler = http({ input, adapters, run: getUserByHandle });
