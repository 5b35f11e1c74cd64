import type { audio } from '../../adapters/audio.ts';
import type { members } from '../../adapters/dynamodb/members.ts';
import type { pools } from '../../adapters/dynamodb/pools.ts';
import type { rooms } from '../../adapters/dynamodb/rooms.ts';
import { isRestartDue, meetingEnded } from '../../domain/media-epoch.ts';
import type { PresenceSign } from '../../domain/presence.ts';
import { allow } from '../../domain/refusal.ts';
import type { LiveRoom, Room } from '../../domain/room.ts';
import { currentState } from '../../domain/room-clock.ts';
import { placeOf, userIdOfExternalId } from '../../domain/stage.ts';
import { heardOf } from '../../domain/succession.ts';
import type { ContextOf } from '../runtime/context.ts';
import { noteTrouble } from '../runtime/notes.ts';
import { RefusalError } from '../runtime/refusal-error.ts';
import { changeRoom } from './room-change.ts';
import { withLivingMeeting } from './stage-credential.ts';

type Context = ContextOf<{ audio: typeof audio; members: typeof members; pools: typeof pools; rooms: typeof rooms }>;

/** What the media service said of a room's meeting or of somebody in it; `at` is the service's time. */
export type MediaNews = {
  readonly roomId: string;
  readonly meetingId: string;
  readonly kind: 'connected' | 'dropped' | 'ended';
  readonly at: string;
  readonly attendeeId: string;
  readonly externalUserId: string;
};

export async function recordNews(context: Context, news: MediaNews): Promise<void> {
  if (news.kind === 'ended') return meetingIsOver(context, news);
  const userId = userIdOfExternalId(news.externalUserId);
  if (userId === undefined) return audienceSign(context, news);
  const { roomId, attendeeId, kind, at } = news;
  return hearOnStage(context, roomId, userId, { attendeeId, kind, at });
}

/** Somebody on stage connected or dropped: noted at their place; who stays away is judged by the timer it sets off. */
export async function hearOnStage(
  context: ContextOf<{ members: typeof members; rooms: typeof rooms }>,
  roomId: string,
  userId: string,
  sign: PresenceSign,
): Promise<void> {
  const { policy } = context.config;
  const known = sign.kind === 'connected' ? await context.members.find(roomId, userId) : undefined;
  // Who left by their own wish comes back by the door only, whatever their client does.
  if (known?.state === 'left' && !known.isLost) return;
  const room = await changeLive(context, roomId, (live) => heardOf(live, sign, context.now(), policy));
  if (!room || sign.kind === 'dropped' || !placeOf(room, userId)?.isHere) return;
  const member = await context.members.find(roomId, userId);
  // Put out since the room was read, or gone by their own wish: that is no return.
  if (member?.isLost) await context.members.returned(member, sign.at);
}

/** A listener's seat: its holder is looked up, since seats carry no person. */
async function audienceSign(context: Context, { attendeeId, kind, at }: MediaNews): Promise<void> {
  const key = await context.members.keyOfAttendee(attendeeId);
  const [member] = key ? await context.members.findMany([key]) : [];
  if (!member) return;
  if (kind === 'connected') await context.members.connected(member, attendeeId, at);
  else await context.members.dropped(member, attendeeId, at);
}

/** The room outlives it: at once when somebody on stage had sound, else at their next join. A replica's end means nothing. */
async function meetingIsOver(context: Context, { roomId, meetingId, at }: MediaNews): Promise<void> {
  const room = await changeLive(context, roomId, (live) => meetingEnded(live, meetingId, at));
  if (room && isRestartDue(room, context.now())) await unlessOver(withLivingMeeting(context, room));
}

/** A room that ends while it is restarted needs no meeting: other news of the batch must not come again for it. */
async function unlessOver(restart: Promise<unknown>): Promise<void> {
  try {
    await restart;
  } catch (error) {
    if (!(error instanceof RefusalError) || error.refusal.kind === 'unavailable') throw error;
    noteTrouble(error);
  }
}

/** A room that time has ended hears nothing more, written or not. */
async function changeLive(
  context: ContextOf<{ rooms: typeof rooms }>,
  roomId: string,
  change: (room: LiveRoom) => LiveRoom,
): Promise<LiveRoom | undefined> {
  const room = await context.rooms.find(roomId);
  if (!room) return undefined;
  const current = (stored: Room): Room => currentState(stored, context.now(), context.config.policy);
  const { after } = await changeRoom(context, room, (stored) => {
    const live = current(stored);
    return allow<Room>(live.status === 'live' ? change(live) : stored);
  });
  const live = current(after);
  return live.status === 'live' ? live : undefined;
}
