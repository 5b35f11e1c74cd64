import * as z from 'zod/mini';
import { acts } from '../../adapters/dynamodb/acts.ts';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { isPrefixedId } from '../../domain/ids.ts';
import { ownAct } from '../../domain/moderation.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { fromCursor, toCursor } from '../runtime/cursor.ts';
import { http } from '../runtime/http.ts';
import { ownActView } from '../runtime/moderation-views.ts';
import { cursor, limit, listOf } from '../runtime/schemas.ts';
import { ensureSameAccount } from '../steps/person.ts';

export const input = z.object({ cursor, limit });
export const output = listOf(ownActView);

const adapters = { acts, profiles };

/** Whoever is suspended reads this too: they are told what was decided, and why. */
export async function listMyActs(context: ContextOf<typeof adapters>, caller: User, wish: z.infer<typeof input>) {
  const most = wish.limit ?? 20;
  const [page, profile] = await Promise.all([
    context.acts.pageOf(caller.userId, most, fromCursor(wish.cursor, readActId)),
    context.profiles.find(caller.userId),
  ]);
  ensureSameAccount(profile, caller);
  const last = page.at(-1);
  return { data: page.map(ownAct), ...(last && page.length === most && { nextCursor: toCursor({ actId: last.id }) }) };
}

function readActId(value: unknown): string | undefined {
  const { actId } = toFields(value);
  return typeof actId === 'string' && isPrefixedId('act', actId) ? actId : undefined;
}
const toFields = (value: unknown) => (value ?? {}) as { readonly actId?: unknown };

export const handler = http({ input, adapters, run: listMyActs });
