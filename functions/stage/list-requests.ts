import * as z from 'zod/mini';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { requests, type SpeakRequest } from '../../adapters/dynamodb/requests.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { publicProfile } from '../../domain/person.ts';
import { actIn } from '../../domain/stage-commands.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { fromCursor, toCursor } from '../runtime/cursor.ts';
import { http } from '../runtime/http.ts';
import { profileView } from '../runtime/people-views.ts';
import { ensure } from '../runtime/refusal-error.ts';
import { cursor, limit, listOf, roomId } from '../runtime/schemas.ts';
import { requestView } from '../runtime/stage-views.ts';
import { actingIn } from '../steps/acting.ts';

export const input = z.object({ roomId, cursor, limit });
export const output = listOf(z.extend(requestView, { user: z.optional(profileView) }));

const adapters = { profiles, requests, rooms };

/** Longest first. The order is that of asking, so that a page begins behind the last one's last request. */
export async function listRequests(context: ContextOf<typeof adapters>, caller: User, wish: z.infer<typeof input>) {
  const { room, acting } = await actingIn(context, caller, wish.roomId);
  ensure(actIn(room, acting, 'see_requests'));
  const after = fromCursor(wish.cursor, readPlace);
  const open = (await context.requests.all(room.id)).filter(
    (request) => after === undefined || placeOf(request) > after,
  );
  const page = open.slice(0, wish.limit ?? 50);
  const people = await context.profiles.findMany(page.map(({ userId }) => userId));
  const known = new Map(people.map((profile) => [profile.userId, publicProfile(profile)]));
  const last = page.length < open.length ? page.at(-1) : undefined;
  return {
    data: page.map(({ userId, askedAt }) => ({ userId, askedAt, user: known.get(userId) })),
    ...(last && { nextCursor: toCursor([placeOf(last)]) }),
  };
}

const placeOf = ({ askedAt, userId }: SpeakRequest): string => `${askedAt} ${userId}`;
const readPlace = (value: unknown): string | undefined => {
  const [place]: unknown[] = Array.isArray(value) ? value : [];
  return typeof place === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]{12}Z \d{1,19}$/.test(place) ? place : undefined;
};

export const handler = http({ input, adapters, run: listRequests });
