import type { audio } from '../../adapters/audio.ts';
import type { members } from '../../adapters/dynamodb/members.ts';
import type { pools } from '../../adapters/dynamodb/pools.ts';
import type { rooms } from '../../adapters/dynamodb/rooms.ts';
import { isRestartDue, meetingEnded } from '../../domain/media-epoch.ts';
import { withSign } from '../../domain/presence.ts';
import { allow } from '../../domain/refusal.ts';
import { nextVersion, type Room } from '../../domain/room.ts';
import { userIdOfExternalId } from '../../domain/stage.ts';
import { isoOf } from '../../domain/time.ts';
import type { ContextOf } from './context.ts';
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
  if (userIdOfExternalId(news.externalUserId) !== undefined) return stageSign(context, news, news.kind);
  return audienceSign(context, news);
}

/** Somebody on stage connected or dropped: noted at their place; who stays away is judged by the timer it sets off. */
async function stageSign(
  context: Context,
  { roomId, attendeeId, at }: MediaNews,
  kind: 'connected' | 'dropped',
): Promise<void> {
  await changeLive(context, roomId, (room) => {
    if (room.status !== 'live') return room;
    const signed = withSign(room, { attendeeId, kind, at });
    return JSON.stringify(signed.stage) === JSON.stringify(room.stage)
      ? room
      : nextVersion(signed, isoOf(context.now()));
  });
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
  const room = await changeLive(context, roomId, (current) =>
    current.status === 'live' ? meetingEnded(current, meetingId, at) : current,
  );
  if (room?.status === 'live' && isRestartDue(room, context.now())) await withLivingMeeting(context, room);
}

async function changeLive(context: Context, roomId: string, change: (room: Room) => Room): Promise<Room | undefined> {
  const room = await context.rooms.find(roomId);
  if (!room) return undefined;
  const { after } = await changeRoom(context, room, (current) => allow(change(current)));
  return after;
}
