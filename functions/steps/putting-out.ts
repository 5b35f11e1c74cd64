import type { audio } from '../../adapters/audio.ts';
import type { members } from '../../adapters/dynamodb/members.ts';
import type { removals } from '../../adapters/dynamodb/removals.ts';
import type { rooms } from '../../adapters/dynamodb/rooms.ts';
import type { seats } from '../../adapters/dynamodb/seats.ts';
import { kickOf } from '../../adapters/dynamodb/works.ts';
import type { LiveRoom, Room } from '../../domain/room.ts';
import { currentState } from '../../domain/room-clock.ts';
import type { Member } from '../../domain/seat.ts';
import { placeOf } from '../../domain/stage.ts';
import { withoutPerson } from '../../domain/stage-commands.ts';
import { isoOf } from '../../domain/time.ts';
import type { ContextOf } from '../runtime/context.ts';
import { stop } from '../runtime/refusal-error.ts';

type Context = ContextOf<{
  audio: typeof audio;
  members: typeof members;
  removals: typeof removals;
  rooms: typeof rooms;
  seats: typeof seats;
}>;

/** As many changes of one person and their room as may come between a look and a write. */
const attempts = 25;

type Ban = { readonly byUserId: string; readonly isRefunded?: boolean };
export type PuttingOut = {
  readonly ban?: Ban;
  /** Asked of the room as it is at every attempt: meanwhile the person may have become its host, or who wants it none. */
  readonly isWanted: (room: Room) => boolean;
};

/**
 * Puts somebody out of a room at once: off the stage, seat and credentials dead, the member left, or banned for good. Whoever
 * is out already, without seat and credential, is left as they are. The host cannot be put out: a room ends, or is handed over.
 */
export async function putOut(
  context: Context,
  room: Room,
  personId: string,
  { ban, isWanted }: PuttingOut,
): Promise<void> {
  let stored = room;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    if (!isWanted(stored)) return;
    const member = await context.members.find(room.id, personId);
    if (member?.state === 'banned') return ban && refundBan(context, room, personId, ban);
    const current = currentState(stored, context.now(), context.config.policy);
    const live = current.status === 'live' ? current : undefined;
    // A credential of the stage that is still theirs may be bringing them back at this moment.
    const hasWayIn = member?.seat !== undefined || member?.stage !== undefined;
    const isIn = (live && placeOf(live, personId)) || member?.state === 'joined' || hasWayIn;
    if (!isIn && !ban) return;
    const after = live ? withoutPerson(live, personId, context.now()) : stored;
    const change = { before: stored, after, personId, at: isoOf(context.now()) };
    const removal = { ...change, ...(member && { member }), ...(ban && { ban }) };
    if ((await context.removals.remove(removal)) === 'removed') return killCredentials(context, live, personId, member);
    stored = (await context.rooms.find(room.id)) ?? stored;
  }
  return stop('busy');
}

/** Who is banned already is not put out again; that their ticket is to be paid back is said later, too. */
async function refundBan(
  context: Context,
  { id }: Room,
  personId: string,
  { byUserId, isRefunded }: Ban,
): Promise<void> {
  if (isRefunded) await context.removals.refund(id, personId, { byUserId, at: isoOf(context.now()) });
}

/** What fails here is done by the minter: the seat's death is ordered, and the stage's repair with the room's write. */
async function killCredentials(
  context: Context,
  live: LiveRoom | undefined,
  personId: string,
  member: Member | undefined,
): Promise<void> {
  if (!live) return;
  const attendeeId = placeOf(live, personId)?.attendeeId;
  const { seat } = member ?? {};
  const [, dead] = await Promise.all([
    attendeeId === undefined ? undefined : context.audio.deleteAttendee(live.meeting.id, attendeeId),
    seat && context.audio.deleteAttendee(seat.meetingId, seat.attendee.AttendeeId),
  ]);
  if (seat && dead?.isAllowed) await context.seats.buried(kickOf(live.id, seat), isoOf(context.now()));
}
