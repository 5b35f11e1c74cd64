import * as z from 'zod/mini';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { reading } from '../../adapters/dynamodb/reading.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { labelsFor, mayReadRoom } from '../../domain/admission.ts';
import { isSuspended } from '../../domain/person.ts';
import { currentState } from '../../domain/room-clock.ts';
import { roomView } from '../../domain/room-view.ts';
import type { Caller } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { publicHttp } from '../runtime/public-http.ts';
import { ensure } from '../runtime/refusal-error.ts';
import { roomId } from '../runtime/schemas.ts';
import { roomView as roomShape } from '../runtime/views.ts';
import { ensureSameAccount } from '../steps/person.ts';
import { countedRoomOf } from '../steps/room-reading.ts';

export const input = z.object({ roomId });
export const output = roomShape;

const adapters = { profiles, reading, rooms };

export async function getRoom(context: ContextOf<typeof adapters>, caller: Caller, { roomId }: z.infer<typeof input>) {
  const { room, counts } = await countedRoomOf(context, roomId);
  const current = currentState(room, context.now(), context.config.policy);
  if (caller.kind !== 'user') {
    const nobody = {
      isBlockedByHost: false,
      isFollower: false,
      isInvited: false,
      hasTicket: false,
      isSuspended: false,
    };
    ensure(mayReadRoom({ room, personId: '', isGuest: true, ...nobody }));
    return roomView(current, counts);
  }
  const reader = await context.reading.readerOf(room, caller.userId);
  const { profile } = reader;
  ensureSameAccount(profile, caller);
  const isModerator = caller.roles.includes('moderator');
  ensure(
    mayReadRoom({
      ...reader,
      room,
      personId: caller.userId,
      isGuest: false,
      isModerator,
      isSuspended: profile !== undefined && isSuspended(profile, context.now()),
    }),
  );
  const labels = labelsFor(reader.blockset, current.status === 'live' ? current.stage : []);
  return roomView(current, counts, { labels });
}

export const handler = publicHttp({ input, adapters, run: getRoom });
