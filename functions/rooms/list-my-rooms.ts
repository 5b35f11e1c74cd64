import * as z from 'zod/mini';
import { directory } from '../../adapters/dynamodb/directory.ts';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { isRoomId } from '../../domain/ids.ts';
import { roomStatuses } from '../../domain/room.ts';
import { currentState } from '../../domain/room-clock.ts';
import { roomView } from '../../domain/room-view.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { fromCursor, toCursor } from '../runtime/cursor.ts';
import { http } from '../runtime/http.ts';
import { cursor, limit, listOf } from '../runtime/schemas.ts';
import { roomView as roomShape } from '../runtime/views.ts';
import { ensureSameAccount } from '../steps/person.ts';
import { countedRoomsOf } from '../steps/room-reading.ts';

export const input = z.object({ status: z.optional(z.enum(roomStatuses)), cursor, limit });
export const output = listOf(roomShape);

const adapters = { directory, profiles, rooms };

export async function listMyRooms(context: ContextOf<typeof adapters>, caller: User, wish: z.infer<typeof input>) {
  const most = wish.limit ?? 20;
  const before = fromCursor(wish.cursor, readRoomId);
  const [roomIds, profile] = await Promise.all([
    context.directory.pageByHost(caller.userId, most, before),
    context.profiles.find(caller.userId),
  ]);
  ensureSameAccount(profile, caller);
  const found = await countedRoomsOf(context, roomIds);
  const { policy } = context.config;
  const data = found
    .map(({ room, counts }) => roomView(currentState(room, context.now(), policy), counts))
    .filter(({ status }) => wish.status === undefined || status === wish.status);
  const last = roomIds.at(-1);
  return { data, ...(last && roomIds.length === most && { nextCursor: toCursor([last]) }) };
}

const readRoomId = (value: unknown): string | undefined =>
  Array.isArray(value) && value.length === 1 && typeof value[0] === 'string' && isRoomId(value[0])
    ? value[0]
    : undefined;

export const handler = http({ input, adapters, run: listMyRooms });
