import type { Entered, Entrance } from '../../adapters/dynamodb/entrance.ts';
import type { Door, FreeSeat, joins } from '../../adapters/dynamodb/joins.ts';
import type { pools } from '../../adapters/dynamodb/pools.ts';
import type { seats } from '../../adapters/dynamodb/seats.ts';
import { ranks, type works } from '../../adapters/dynamodb/works.ts';
import { type Audio, connectionTo } from '../../domain/grant.ts';
import { isMeetingOver } from '../../domain/media-epoch.ts';
import type { Profile } from '../../domain/person.ts';
import type { RefusalCode } from '../../domain/refusal.ts';
import type { LiveRoom, RoomMeeting } from '../../domain/room.ts';
import { hasSeat, type Seat } from '../../domain/seat.ts';
import { isoOf } from '../../domain/time.ts';
import type { ContextOf } from './context.ts';
import { stop } from './refusal-error.ts';

type Context = ContextOf<{ joins: typeof joins; pools: typeof pools; seats: typeof seats; works: typeof works }>;

/** How long somebody without a seat waits for the minter before being asked to come again. */
const waitMilliseconds = 2_000;
const pollMilliseconds = 150;
/** While a meeting is over and nobody of the stage is back there is nothing to hear: come again in so many seconds. */
const silentRetrySeconds = 3;

/** A seat in the audience: the one the person holds, else a free one, else a short wait for the minter. */
export async function enterAudience(context: Context, room: LiveRoom, profile: Profile, door: Door): Promise<Audio> {
  const now = context.now();
  if (isMeetingOver(room, now)) return stop('audience_warming', { retryAfterSeconds: silentRetrySeconds });
  const entrance = { room, userId: profile.userId, at: isoOf(now), isShown: profile.isListeningShared };
  const held = hasSeat(door.member, room.epoch) ? door.member?.seat : undefined;
  const entered =
    held && door.member
      ? await context.joins.reenter(entrance, door.member, held)
      : await context.joins.enter(entrance, door.freeSeats);
  if (entered.isIn) return audioOf(entered.seat, await replicaOf(context, room, entered.seat, door));
  if (entered.because !== 'no_seat') return stop(refusalFor[entered.because]);
  return afterWaiting(context, room, entrance, door);
}

async function afterWaiting(context: Context, room: LiveRoom, entrance: Entrance, door: Door): Promise<Audio> {
  const startedAt = context.now();
  await context.works.orderPool(room.id, room.epoch, ranks.cold, isoOf(startedAt), 1);
  for (let waited = 0; waited < waitMilliseconds; waited += pollMilliseconds) {
    const free: readonly FreeSeat[] = await context.joins.freeSeats(room.id);
    const entered: Entered = await context.joins.enter(entrance, free);
    if (entered.isIn) return audioOf(entered.seat, await replicaOf(context, room, entered.seat, door));
    if (entered.because !== 'no_seat') return stop(refusalFor[entered.because]);
    if (await context.seats.isFull(room.id)) return stop('audience_full');
    await new Promise((resolve) => setTimeout(resolve, pollMilliseconds));
  }
  return stop('audience_warming');
}

/** The replica may have been opened after the door was read. */
async function replicaOf(context: Context, room: LiveRoom, seat: Seat, door: Door): Promise<RoomMeeting> {
  const read = door.replicas.find((replica) => replica.meeting.id === seat.meetingId);
  if (read) return read.meeting;
  const replicas = await context.pools.replicas(room.id, room.epoch, context.config.replicaBudget);
  return replicas.find((replica) => replica.meeting.id === seat.meetingId)?.meeting ?? stop('audience_warming');
}

const audioOf = (seat: Seat, meeting: RoomMeeting): Audio => ({
  kind: 'audience',
  ...connectionTo(meeting, seat.attendee),
});

const refusalFor = {
  blocked: 'blocked_by_host',
  banned: 'blocked_from_room',
  not_follower: 'followers_only',
  not_invited: 'invited_only',
  no_ticket: 'ticket_required',
} as const satisfies Record<string, RefusalCode>;
