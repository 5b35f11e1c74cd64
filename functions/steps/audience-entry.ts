import type { Entered, Entrance } from '../../adapters/dynamodb/entrance.ts';
import type { Door, FreeSeat, joins } from '../../adapters/dynamodb/joins.ts';
import type { pools } from '../../adapters/dynamodb/pools.ts';
import type { seats } from '../../adapters/dynamodb/seats.ts';
import { ranks, type works } from '../../adapters/dynamodb/works.ts';
import { passOf, priceFacts } from '../../domain/admission.ts';
import { type Audio, connectionTo } from '../../domain/grant.ts';
import { isGuestId } from '../../domain/ids.ts';
import { isMeetingOver } from '../../domain/media-epoch.ts';
import type { Profile } from '../../domain/person.ts';
import type { RefusalCode } from '../../domain/refusal.ts';
import type { LiveRoom, RoomMeeting } from '../../domain/room.ts';
import { hasSeat, type Member, type Seat } from '../../domain/seat.ts';
import { placeOf } from '../../domain/stage.ts';
import { isoOf } from '../../domain/time.ts';
import type { ContextOf } from '../runtime/context.ts';
import { measure } from '../runtime/notes.ts';
import { stop } from '../runtime/refusal-error.ts';

type Context = ContextOf<{ joins: typeof joins; pools: typeof pools; seats: typeof seats; works: typeof works }>;
/** Who takes a seat: a person, or a guest under their own id. */
type Entrant = Pick<Profile, 'userId' | 'isListeningShared'> & { readonly isModerator?: boolean };

/** How long somebody without a seat waits for the minter before being asked to come again. */
const waitMilliseconds = 2_000;
const pollMilliseconds = 150;
/** A person's other tabs, their leaving and the minter may each change their member item between two looks. */
const mostTurns = 8;
/** While a meeting is over and nobody of the stage is back there is nothing to hear: come again in so many seconds. */
const silentRetrySeconds = 3;

/** A seat in the audience: the one the person holds, else a free one, else a short wait for the minter. */
export async function enterAudience(context: Context, room: LiveRoom, person: Entrant, door: Door): Promise<Audio> {
  const now = context.now();
  if (isMeetingOver(room, now)) return stop('audience_warming', { retryAfterSeconds: silentRetrySeconds });
  const { userId, isListeningShared } = person;
  const role = placeOf(room, userId)?.role ?? (isGuestId(userId) ? 'guest' : 'listener');
  const pass = passOf({ ...door, room, personId: userId, isModerator: person.isModerator === true, now });
  const entrance: Entrance = { room, userId, role, pass, at: isoOf(now), isShown: isListeningShared };
  const seat =
    (await seatOf(context, entrance, door.member, door.freeSeats)) ??
    (await seatOf(context, entrance, door.member, await context.joins.freeSeats(room.id))) ??
    (await measuredWait(seatAfterWaiting(context, entrance, door.member)));
  return { kind: 'audience', ...connectionTo(await replicaOf(context, room, seat, door), seat.attendee) };
}

/** The person's seat or one of the free ones, as their member item says; nothing when there is none. */
async function seatOf(
  context: Context,
  entrance: Entrance,
  member: Member | undefined,
  freeSeats: readonly FreeSeat[],
): Promise<Seat | undefined> {
  let known = member;
  for (let turn = 0; turn < mostTurns; turn += 1) {
    const held = hasSeat(known, entrance.room.epoch) ? known?.seat : undefined;
    const entered: Entered =
      known && held
        ? await context.joins.reenter(entrance, known, held)
        : await context.joins.enter(entrance, freeSeats);
    if (entered.isIn) return entered.seat;
    if (entered.because === 'no_seat') return undefined;
    if (entered.because === 'tickets') return stop('ticket_required', { facts: priceFacts(entrance.room) });
    if (entered.because !== 'changed') return stop(refusalFor[entered.because]);
    known = entered.member;
  }
  return stop('busy');
}

async function measuredWait<Result>(wait: Promise<Result>): Promise<Result> {
  const startedAt = performance.now();
  return wait.finally(() => measure('SeatWaitMilliseconds', Math.round(performance.now() - startedAt)));
}

/** What is ordered is either made, or found to be impossible, by the minter; until then this only looks at its note. */
async function seatAfterWaiting(context: Context, entrance: Entrance, member: Member | undefined): Promise<Seat> {
  const { id: roomId, epoch } = entrance.room;
  const giveUpAt = performance.now() + waitMilliseconds;
  while (performance.now() < giveUpAt) {
    const at = isoOf(context.now());
    await context.works.orderPool({ roomId, epoch, rank: ranks.cold, at, isWaiting: true });
    const filled = await filledSince(context, roomId, at, giveUpAt);
    const seat = await seatOf(context, entrance, member, await context.joins.freeSeats(roomId));
    if (seat) return seat;
    if (filled?.isFull) return stop('audience_full');
  }
  // No seat is made for a room that ended while somebody waited.
  const { room } = await context.joins.read(roomId, entrance.userId, 0);
  return stop(room?.status === 'live' ? 'audience_warming' : 'room_already_ended');
}

async function filledSince(context: Context, roomId: string, at: string, giveUpAt: number) {
  do {
    await new Promise((resolve) => setTimeout(resolve, pollMilliseconds));
    const filled = await context.seats.filledSince(roomId, at);
    if (filled) return filled;
  } while (performance.now() < giveUpAt);
  return undefined;
}

/** The replica may have been opened after the door was read. */
async function replicaOf(context: Context, room: LiveRoom, seat: Seat, door: Door): Promise<RoomMeeting> {
  const read = door.replicas.find((replica) => replica.meeting.id === seat.meetingId);
  if (read) return read.meeting;
  const replicas = await context.pools.replicas(room.id, room.epoch, context.config.replicaBudget);
  return replicas.find((replica) => replica.meeting.id === seat.meetingId)?.meeting ?? stop('audience_warming');
}

const refusalFor = {
  blocked: 'blocked_by_host',
  banned: 'blocked_from_room',
  followers: 'followers_only',
  invited: 'invited_only',
} as const satisfies Record<string, RefusalCode>;
