import * as z from 'zod/mini';
import { follows } from '../../adapters/dynamodb/follows.ts';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { follow } from '../../domain/follow.ts';
import { isoOf } from '../../domain/time.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { ensure, stop } from '../runtime/refusal-error.ts';
import { userId } from '../runtime/schemas.ts';
import { actingProfileOf } from '../steps/person.ts';

export const input = z.object({ userId });
export const output = z.object({ state: z.enum(['following', 'requested']) });

const adapters = { profiles, follows };

export async function followUser(context: ContextOf<typeof adapters>, caller: User, { userId }: z.infer<typeof input>) {
  const [target, edges] = await Promise.all([
    context.profiles.find(userId),
    context.follows.between(caller.userId, userId),
    actingProfileOf(context, caller),
  ]);
  if (!target) return stop('user_not_found', { param: 'userId' });
  const state = ensure(follow(caller.userId, target, edges));
  // Follow requests come with the graph's own issue: until then a protected account cannot be followed anew.
  if (state === 'requested') return stop('not_available_yet', { param: 'userId' });
  const isUnblocked = await context.follows.follow(caller.userId, userId, isoOf(context.now()));
  return isUnblocked ? { state } : stop('user_not_found', { param: 'userId' });
}

export const handler = http({ input, adapters, run: followUser });
