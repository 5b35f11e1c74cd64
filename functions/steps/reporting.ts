import type { chat } from '../../adapters/dynamodb/chat.ts';
import type { guests } from '../../adapters/dynamodb/guests.ts';
import type { profiles } from '../../adapters/dynamodb/profiles.ts';
import type { rooms } from '../../adapters/dynamodb/rooms.ts';
import { type Allowance, holderOfAddress, secondsToNextHour } from '../../domain/guest.ts';
import type { Profile } from '../../domain/person.ts';
import {
  type EvidenceLine,
  evidenceLineCount,
  guestReportsPerAddressAndHour,
  type ReportWish,
  reportsPerHour,
} from '../../domain/report.ts';
import type { Room } from '../../domain/room.ts';
import { currentState } from '../../domain/room-clock.ts';
import { millisecondsOf } from '../../domain/time.ts';
import type { ContextOf } from '../runtime/context.ts';
import { stop } from '../runtime/refusal-error.ts';

type Reported = { readonly room?: Room; readonly person?: Profile };

/** Whom and what the report names, as they are now; `room_not_found` or `user_not_found` for what there is not. */
export async function reportedOf(
  context: ContextOf<{ profiles: typeof profiles; rooms: typeof rooms }>,
  { roomId, userId }: Pick<ReportWish, 'roomId' | 'userId'>,
): Promise<Reported> {
  const [room, person] = await Promise.all([
    roomId === undefined ? undefined : context.rooms.find(roomId),
    userId === undefined ? undefined : context.profiles.find(userId),
  ]);
  if (roomId !== undefined && !room) return stop('room_not_found', { param: 'roomId' });
  if (userId !== undefined && !person) return stop('user_not_found', { param: 'userId' });
  return {
    ...(room && { room: currentState(room, context.now(), context.config.policy) }),
    ...(person && { person }),
  };
}

/** The last lines of the room's chat as they stand now, oldest first; what was deleted has no text any more. */
export async function linesBefore(
  context: ContextOf<{ chat: typeof chat }>,
  room: Room | undefined,
): Promise<readonly EvidenceLine[]> {
  if (room?.status !== 'live' && room?.status !== 'ended') return [];
  const back = { since: millisecondsOf(room.startedAt), before: undefined, limit: 2 * evidenceLineCount };
  const messages = await context.chat.pageBack(room.id, back);
  const standing = messages.filter(({ deletedAt }) => deletedAt === undefined).slice(0, evidenceLineCount);
  return standing.toReversed().map(({ id, userId, text, at }) => ({ id, userId, text, at }));
}

/** So many an hour for one reporter; guests are also counted by their address, for a guest is easily somebody else. */
export async function ensureMayFile(
  context: ContextOf<{ guests: typeof guests }>,
  reporterId: string,
  isGuest: boolean,
): Promise<void> {
  const own: Allowance = { holder: `reports of ${reporterId}`, limit: reportsPerHour, minutes: 60 };
  const holder = `reports from ${holderOfAddress(context.request.address ?? '')}`;
  const shared: Allowance = { holder, limit: guestReportsPerAddressAndHour, minutes: 60 };
  for (const allowance of isGuest ? [shared, own] : [own]) {
    if (await context.guests.take(allowance)) continue;
    stop('too_fast', { facts: { limit: allowance.limit }, retryAfterSeconds: secondsToNextHour(context.now()) });
  }
}
