import * as z from 'zod/mini';
import { follows } from '../../adapters/dynamodb/follows.ts';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { nothing, userId } from '../runtime/schemas.ts';
import { actingProfileOf } from '../steps/person.ts';

export const input = z.object({ userId });
export const output = nothing;

const adapters = { profiles, follows };

export async function unfollowUser(
  context: ContextOf<typeof adapters>,
  caller: User,
  { userId }: z.infer<typeof input>,
) {
  await actingProfileOf(context, caller);
  await context.follows.unfollow(caller.userId, userId);
  return {};
}

export const handler = http({ input, adapters, run: unfollowUser });
