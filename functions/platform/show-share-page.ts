import * as z from 'zod/mini';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { mayReadRoom } from '../../domain/admission.ts';
import { currentState } from '../../domain/room-clock.ts';
import { type ShareCard, sharePage } from '../../domain/share-page.ts';
import type { Caller } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { publicHttp } from '../runtime/public-http.ts';
import { roomId } from '../runtime/schemas.ts';

export const input = z.object({ roomId, paid: z.optional(z.enum(['true'])) });
export const output = z.string();

const adapters = { profiles, rooms };
const nobody = { isBlockedByHost: false, isFollower: false, isInvited: false, hasTicket: false, isSuspended: false };

/** A room that not everybody may read looks as if there were none: its card must not tell of it. */
export async function showSharePage(
  context: ContextOf<typeof adapters>,
  _caller: Caller,
  { roomId, paid }: z.infer<typeof input>,
): Promise<ShareCard> {
  const room = await context.rooms.find(roomId);
  if (!room || !mayReadRoom({ room, personId: '', isGuest: true, ...nobody }).isAllowed) return { roomId };
  const host = await context.profiles.find(room.hostId);
  return {
    roomId,
    room: currentState(room, context.now(), context.config.policy),
    hostName: host?.name ?? '',
    isPaid: paid === 'true',
  };
}

export const handler = publicHttp({
  input,
  adapters,
  run: showSharePage,
  write: (card) => ({
    isMissing: card.room === undefined,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      'cache-control': 'public, max-age=10',
    },
    body: sharePage(card),
  }),
});
