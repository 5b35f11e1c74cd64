import * as z from 'zod/mini';
import { audit } from '../../adapters/dynamodb/audit.ts';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { fromCursor, toCursor } from '../runtime/cursor.ts';
import { http } from '../runtime/http.ts';
import { auditEntryView } from '../runtime/moderation-views.ts';
import { cursor, limit, listOf, roomId } from '../runtime/schemas.ts';
import { moderatorOf } from '../steps/acts.ts';

export const input = z.object({ roomId: z.optional(roomId), cursor, limit });
export const output = listOf(auditEntryView);

const adapters = { audit, profiles };
type Context = ContextOf<typeof adapters>;
type Wish = z.infer<typeof input>;

export async function listAudit(context: Context, caller: User, wish: Wish) {
  await moderatorOf(context, caller, 'read_audit');
  const most = wish.limit ?? 20;
  const places = await placesOf(context, wish, most, fromCursor(wish.cursor, readPlace));
  const entries = await context.audit.entries(places);
  const last = places.at(-1);
  return {
    // What somebody took away is missing here as well; `npm run audit:verify` tells where.
    data: entries.flatMap((entry) => entry ?? []),
    ...(last && last > 1 && places.length === most && { nextCursor: toCursor({ seq: last }) }),
  };
}

/** Newest first: of one room by its own list, else down the chain from its head. */
async function placesOf({ audit }: Context, { roomId }: Wish, most: number, before: number | undefined) {
  if (roomId !== undefined) return audit.placesOfRoom(roomId, most, before);
  const newest = before === undefined ? (await audit.head()).seq : before - 1;
  return Array.from({ length: Math.min(most, newest) }, (_, at) => newest - at);
}

/** Places have at most twelve digits. */
function readPlace(value: unknown): number | undefined {
  const { seq } = toFields(value);
  return typeof seq === 'number' && Number.isInteger(seq) && seq > 0 && seq < 1e12 ? seq : undefined;
}
const toFields = (value: unknown) => (value ?? {}) as { readonly seq?: unknown };

export const handler = http({ input, adapters, run: listAudit });
