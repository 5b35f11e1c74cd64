import * as z from 'zod/mini';
import { audio } from '../../adapters/audio.ts';
import { members } from '../../adapters/dynamodb/members.ts';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { removals } from '../../adapters/dynamodb/removals.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { seats } from '../../adapters/dynamodb/seats.ts';
import { isGuestId } from '../../domain/ids.ts';
import type { Room } from '../../domain/room.ts';
import { removePerson as decideRemoval } from '../../domain/stage-commands.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { ensure, stop } from '../runtime/refusal-error.ts';
import { nothing, personId, roomId } from '../runtime/schemas.ts';
import { actingIn } from '../steps/acting.ts';
import { putOut } from '../steps/putting-out.ts';

export const input = z.object({
  roomId,
  userId: personId,
  /** Whether somebody who bought a ticket gets their money back. */
  refund: z.optional(z.enum(['true', 'false'])),
});
export const output = nothing;

const adapters = { audio, members, profiles, removals, rooms, seats };

/** Out of the room for good, in it or not: the ban holds at every door. */
export async function removePerson(context: ContextOf<typeof adapters>, caller: User, wish: z.infer<typeof input>) {
  const { userId } = wish;
  const isGuest = isGuestId(userId);
  const [{ room, acting }, isKnown] = await Promise.all([
    actingIn(context, caller, wish.roomId),
    isGuest ? context.members.find(wish.roomId, userId) : context.profiles.find(userId),
  ]);
  const decide = (stored: Room) => ensure(decideRemoval(stored, acting, userId, isGuest));
  decide(room);
  if (!isKnown) return stop('user_not_found', { param: 'userId' });
  await putOut(context, room, userId, {
    ban: { byUserId: caller.userId, ...(wish.refund === 'true' && { isRefunded: true }) },
    isWanted: (stored) => decide(stored).status === 'live',
  });
  return {};
}

export const handler = http({ input, adapters, run: removePerson });
