import * as z from 'zod/mini';
import { directory, type Place } from '../../adapters/dynamodb/directory.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { isRoomId } from '../../domain/ids.ts';
import { currentState } from '../../domain/room-clock.ts';
import { roomView } from '../../domain/room-view.ts';
import { timeFrom } from '../../domain/time.ts';
import type { Caller } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { fromCursor, toCursor } from '../runtime/cursor.ts';
import { publicHttp } from '../runtime/public-http.ts';
import { stop } from '../runtime/refusal-error.ts';
import { cursor, language, limit, listOf } from '../runtime/schemas.ts';
import { roomView as roomShape } from '../runtime/views.ts';
import { type CountedRoom, countedRoomsOf } from '../steps/room-reading.ts';

export const input = z.object({
  state: z.optional(z.enum(['live', 'scheduled'])),
  topic: z.optional(z.string().check(z.regex(/^\P{Cc}{1,40}$/u))),
  lang: z.optional(language),
  q: z.optional(z.string().check(z.maxLength(200))),
  cursor,
  limit,
});
export const output = listOf(roomShape);

type Wish = z.infer<typeof input>;
const adapters = { directory, rooms };

export async function listRooms(context: ContextOf<typeof adapters>, _caller: Caller, wish: Wish) {
  // Search over titles and handles is a feature of its own.
  if (wish.q !== undefined) return stop('not_available_yet', { param: 'q' });
  const state = wish.state ?? 'live';
  const most = wish.limit ?? 20;
  const places = await context.directory.page(state, most, fromCursor(wish.cursor, readPlace));
  const found = await countedRoomsOf(
    context,
    places.map(({ roomId }) => roomId),
  );
  const { policy } = context.config;
  const shown = found
    .map(({ room, counts }): CountedRoom => ({ room: currentState(room, context.now(), policy), counts }))
    .filter(({ room }) => room.status === state && isShown(room, wish));
  const last = places.at(-1);
  return {
    data: shown.map(({ room, counts }) => roomView(room, counts)),
    ...(last && places.length === most && { nextCursor: toCursor(last) }),
  };
}

/** The directory shows what everybody may enter, by ticket or free; the rest is found by who is meant. */
const isShown = (room: CountedRoom['room'], { topic, lang }: Wish): boolean =>
  room.isListed &&
  (room.audience === 'public' || room.audience === 'tickets') &&
  (topic === undefined || room.topics.includes(topic)) &&
  (lang === undefined || room.lang === lang);

function readPlace(value: unknown): Place | undefined {
  const { at, roomId } = toFields(value);
  if (typeof at !== 'string' || typeof roomId !== 'string') return undefined;
  return timeFrom(at) === at && isRoomId(roomId) ? { at, roomId } : undefined;
}

const toFields = (value: unknown) => (value ?? {}) as { readonly at?: unknown; readonly roomId?: unknown };

export const handler = publicHttp({ input, adapters, run: listRooms });
