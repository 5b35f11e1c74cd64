import * as z from 'zod/mini';
import { audio } from '../../adapters/audio.ts';
import { blocks } from '../../adapters/dynamodb/blocks.ts';
import { follows } from '../../adapters/dynamodb/follows.ts';
import { members } from '../../adapters/dynamodb/members.ts';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { removals } from '../../adapters/dynamodb/removals.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { seats } from '../../adapters/dynamodb/seats.ts';
import { starts } from '../../adapters/dynamodb/starts.ts';
import { block, tooManyBlocked } from '../../domain/block.ts';
import { isoOf } from '../../domain/time.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { ensure, stop } from '../runtime/refusal-error.ts';
import { nothing, userId } from '../runtime/schemas.ts';
import { carryOut } from '../steps/blocking.ts';
import { actingProfileOf } from '../steps/person.ts';

export const input = z.object({ userId });
export const output = nothing;

const adapters = { audio, blocks, follows, members, profiles, removals, rooms, seats, starts };

export async function blockUser(context: ContextOf<typeof adapters>, caller: User, wish: z.infer<typeof input>) {
  const [target] = await Promise.all([context.profiles.find(wish.userId), actingProfileOf(context, caller)]);
  if (!target) return stop('user_not_found', { param: 'userId' });
  ensure(block(caller.userId, wish.userId));
  const pair = { blockerId: caller.userId, blockedId: wish.userId };
  if ((await context.blocks.block({ ...pair, at: isoOf(context.now()) })) === 'full') return ensure(tooManyBlocked());
  await carryOut(context, pair);
  return {};
}

export const handler = http({ input, adapters, run: blockUser });
