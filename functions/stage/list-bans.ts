import * as z from 'zod/mini';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { removals } from '../../adapters/dynamodb/removals.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { isGuestId, isUserId } from '../../domain/ids.ts';
import { decideAny, rolesOf } from '../../domain/permissions.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { fromCursor, toCursor } from '../runtime/cursor.ts';
import { http } from '../runtime/http.ts';
import { ensure } from '../runtime/refusal-error.ts';
import { cursor, limit, listOf, roomId } from '../runtime/schemas.ts';
import { banView } from '../runtime/stage-views.ts';
import { actingIn } from '../steps/acting.ts';

export const input = z.object({ roomId, cursor, limit });
export const output = listOf(banView);

const adapters = { profiles, removals, rooms };

export async function listBans(context: ContextOf<typeof adapters>, caller: User, wish: z.infer<typeof input>) {
  const { room, acting } = await actingIn(context, caller, wish.roomId);
  ensure(decideAny(rolesOf(room, acting.actor), 'see_bans'));
  const most = wish.limit ?? 50;
  const bans = await context.removals.bans(room.id, most, fromCursor(wish.cursor, readPersonId));
  const last = bans.length === most ? bans.at(-1) : undefined;
  return {
    data: bans.map(({ personId, ...ban }) => ({ userId: personId, ...ban })),
    ...(last && { nextCursor: toCursor([last.personId]) }),
  };
}

const readPersonId = (value: unknown): string | undefined => {
  const [id]: unknown[] = Array.isArray(value) ? value : [];
  return typeof id === 'string' && (isUserId(id) || isGuestId(id)) ? id : undefined;
};

export const handler = http({ input, adapters, run: listBans });
