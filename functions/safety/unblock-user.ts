import * as z from 'zod/mini';
import { blocks } from '../../adapters/dynamodb/blocks.ts';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { nothing, userId } from '../runtime/schemas.ts';
import { actingProfileOf } from '../steps/person.ts';

export const input = z.object({ userId });
export const output = nothing;

const adapters = { blocks, profiles };

export async function unblockUser(context: ContextOf<typeof adapters>, caller: User, wish: z.infer<typeof input>) {
  await actingProfileOf(context, caller);
  await context.blocks.unblock(caller.userId, wish.userId);
  return {};
}

export const handler = http({ input, adapters, run: unblockUser });
