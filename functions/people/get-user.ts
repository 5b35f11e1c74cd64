import * as z from 'zod/mini';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { publicProfile } from '../../domain/person.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { profileView } from '../runtime/people-views.ts';
import { stop } from '../runtime/refusal-error.ts';
import { userId } from '../runtime/schemas.ts';

export const input = z.object({ userId });
export const output = profileView;

const adapters = { profiles };

export async function getUser(context: ContextOf<typeof adapters>, _caller: User, { userId }: z.infer<typeof input>) {
  const profile = await context.profiles.findWithCounts(userId);
  return profile ? publicProfile(profile) : stop('user_not_found', { param: 'userId' });
}

export const handler = http({ input, adapters, run: getUser });
