import type { Reader, reading } from '../../adapters/dynamodb/reading.ts';
import { mayReadRoom } from '../../domain/admission.ts';
import { isSuspended } from '../../domain/person.ts';
import type { Room } from '../../domain/room.ts';
import type { Caller, User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { ensure } from '../runtime/refusal-error.ts';
import { ensureSameAccount } from './person.ts';

type Context = ContextOf<{ reading: typeof reading }>;

const nobody = { isBlockedByHost: false, isFollower: false, isInvited: false, hasTicket: false, isSuspended: false };

/** How a caller who may read the room stands to it; nothing is known of whoever has no account. Others are refused. */
export async function readerOf(context: Context, caller: Caller, room: Room): Promise<Reader | undefined> {
  if (caller.kind === 'user') return signedInReaderOf(context, caller, room);
  ensure(mayReadRoom({ room, personId: '', isGuest: true, ...nobody }));
  return undefined;
}

/** The same for somebody with an account. */
export async function signedInReaderOf(context: Context, caller: User, room: Room): Promise<Reader> {
  const reader = await context.reading.readerOf(room, caller.userId);
  const { profile } = reader;
  ensureSameAccount(profile, caller);
  const isOut = profile !== undefined && isSuspended(profile, context.now());
  const isModerator = caller.roles.includes('moderator');
  ensure(mayReadRoom({ ...reader, room, personId: caller.userId, isGuest: false, isModerator, isSuspended: isOut }));
  return reader;
}
