import * as z from 'zod/mini';
import { blocks } from '../../adapters/dynamodb/blocks.ts';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { pageOfBlocked } from '../../domain/block.ts';
import { isUserId } from '../../domain/ids.ts';
import { publicProfile } from '../../domain/person.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { fromCursor, toCursor } from '../runtime/cursor.ts';
import { http } from '../runtime/http.ts';
import { profileView } from '../runtime/people-views.ts';
import { cursor, limit, listOf } from '../runtime/schemas.ts';
import { ensureSameAccount } from '../steps/person.ts';

export const input = z.object({ cursor, limit });
export const output = listOf(profileView);

const adapters = { blocks, profiles };

export async function listBlocks(context: ContextOf<typeof adapters>, caller: User, wish: z.infer<typeof input>) {
  const after = fromCursor(wish.cursor, readUserId);
  const [blockset, profile] = await Promise.all([
    context.blocks.listOf(caller.userId),
    context.profiles.find(caller.userId),
  ]);
  ensureSameAccount(profile, caller);
  const { userIds, next } = pageOfBlocked(blockset, wish.limit ?? 20, after);
  const blocked = await context.profiles.findMany(userIds);
  return { data: blocked.map(publicProfile), ...(next !== undefined && { nextCursor: toCursor([next]) }) };
}

const readUserId = (value: unknown): string | undefined =>
  Array.isArray(value) && value.length === 1 && typeof value[0] === 'string' && isUserId(value[0])
    ? value[0]
    : undefined;

export const handler = http({ input, adapters, run: listBlocks });
