import type { audio } from '../../adapters/audio.ts';
import type { members } from '../../adapters/dynamodb/members.ts';
import type { pools } from '../../adapters/dynamodb/pools.ts';
import type { rooms } from '../../adapters/dynamodb/rooms.ts';
import { isMeetingOver, restartMedia } from '../../domain/media-epoch.ts';
import { allow, type Decision, refuse } from '../../domain/refusal.ts';
import { type LiveRoom, nextVersion, type Room } from '../../domain/room.ts';
import type { Member, StageCredential } from '../../domain/seat.ts';
import { hasStageCredential } from '../../domain/seat.ts';
import { placeOf, type StagePlace, stageExternalId, wantedCapability, withPlace } from '../../domain/stage.ts';
import { isoOf } from '../../domain/time.ts';
import type { ContextOf } from '../runtime/context.ts';
import { ensure, RefusalError, stop } from '../runtime/refusal-error.ts';
import { changeRoom } from './room-change.ts';

type Making = ContextOf<{ rooms: typeof rooms; audio: typeof audio; members: typeof members }>;
type Context = Making & ContextOf<{ pools: typeof pools }>;

/** Meetings tried for one epoch: a token that was used before answers its meeting, though it is over. */
export const mostMeetings = 5;

/** `p` for the primary: the same token in the same epoch is the same meeting, however many ask for it at once. */
export const primaryToken = (roomId: string, epoch: number, number = 1): string =>
  `${roomId}-${epoch}-p${number === 1 ? '' : number}`;

/** The room with a meeting that lives: the room outlives its meeting, and the next one is a new epoch. */
export async function withLivingMeeting(context: Context, room: LiveRoom): Promise<LiveRoom> {
  if (!(await isOver(context, room))) return room;
  const { id: roomId, epoch } = room;
  const meeting = await openMeeting(context, room, epoch + 1);
  // Dead seats go before the epoch rises: a join must find none of them in the new one.
  await context.pools.clear(roomId, epoch);
  const { after } = await changeRoom(context, room, (current) => {
    const live = liveOr(current);
    return allow(live.epoch === epoch ? restartMedia(live, meeting, context.now()) : live);
  });
  const restarted = liveOr(after);
  if (restarted.meeting.id !== meeting.id) await context.audio.deleteMeeting(meeting.id);
  await context.rooms.keepMeeting(restarted);
  return restarted;
}

/** A restart that died may have made the meeting of this token long ago, and it may be over by now. */
async function openMeeting(context: Context, { id: roomId, mediaRegion }: LiveRoom, epoch: number) {
  for (let number = 1; number <= mostMeetings; number += 1) {
    const token = primaryToken(roomId, epoch, number);
    const meeting = ensure(await context.audio.createMeeting({ token, mediaRegion, roomId }));
    if (ensure(await context.audio.isMeetingAlive(meeting.id))) return meeting;
  }
  return stop('audio_unavailable');
}

/** News of a meeting's end may be late or lost: whoever is about to speak asks the service itself. */
async function isOver(context: Context, room: LiveRoom): Promise<boolean> {
  if (isMeetingOver(room, context.now())) return true;
  return !ensure(await context.audio.isMeetingAlive(room.meeting.id));
}

export const liveOr = (room: Room): LiveRoom => (room.status === 'live' ? room : stop('room_already_ended'));

/** The person's credential for the stage in this epoch, made if there is none yet. */
export async function stageCredentialOf(
  context: Making,
  room: LiveRoom,
  userId: string,
  { member, isBack }: { readonly member?: Member; readonly isBack: boolean },
): Promise<{ room: LiveRoom; credential: StageCredential }> {
  const place = placeOf(room, userId) ?? stop('not_on_stage');
  const at = isoOf(context.now());
  // The member was read before the room: another tab of theirs may have got the credential in between.
  const isMade = place.attendeeId !== undefined;
  const held =
    heldAt(room, place, member) ?? (isMade && heldAt(room, place, await context.members.find(room.id, userId)));
  if (held) {
    const isReturn = isBack || member?.state === 'left';
    // Put out while they came back: their next try is refused for its true reason.
    if (isReturn && !(await context.members.keepCredential(room, place, held, at))) return stop('busy');
    return { room, credential: held };
  }
  const count = place.credentialCount + 1;
  const capability = wantedCapability({ ...place, isMutedAll: room.isMutedAll });
  const name = stageExternalId(userId, count);
  const attendee = ensure(await context.audio.createAttendee(room.meeting.id, name, capability));
  if (!attendee) return stop('audio_unavailable');
  const credential: StageCredential = { epoch: room.epoch, meetingId: room.meeting.id, attendee };
  // Nobody may hold what no place names: of whoever was put off the stage meanwhile it goes at once.
  const noted = await changeRoom(
    context,
    room,
    (current) =>
      notedAt(current, userId, { attendeeId: attendee.AttendeeId, credentialCount: count, epoch: room.epoch }, at),
    async (before, after) =>
      (await context.members.noteCredential(before, after, userId, credential, at)) ?? stop('blocked_from_room'),
  ).catch((error: unknown) => withdraw(context, credential, error));
  // Two of one person at once have got the same credential, and the first has noted it.
  return { room: noted.after, credential };
}

/** The credential they hold in this epoch; one of another place of theirs, before they left the stage, is dead. */
function heldAt({ epoch }: LiveRoom, { attendeeId }: StagePlace, member?: Member): StageCredential | undefined {
  const credential = hasStageCredential(member, epoch) ? member?.stage : undefined;
  return credential?.attendee.AttendeeId === attendeeId ? credential : undefined;
}

/** Only what is refused for good is surely not noted: after any other failure a place may name it, and it must live. */
async function withdraw(context: Making, { meetingId, attendee }: StageCredential, error: unknown): Promise<never> {
  const isFinal = error instanceof RefusalError && error.refusal.kind !== 'unavailable';
  if (isFinal) await context.audio.deleteAttendee(meetingId, attendee.AttendeeId);
  throw error;
}

type NewCredential = { readonly attendeeId: string; readonly credentialCount: number; readonly epoch: number };

function notedAt(room: Room, userId: string, { epoch, ...made }: NewCredential, at: string): Decision<LiveRoom> {
  if (room.status !== 'live') return refuse('room_already_ended');
  const place = placeOf(room, userId);
  if (!place) return refuse('not_on_stage');
  // A meeting that was replaced meanwhile took the credential with it.
  if (room.epoch !== epoch) return refuse('audio_unavailable');
  if (place.attendeeId === made.attendeeId) return allow(room);
  // Another tab of theirs was faster with a later one, or they came on stage anew: numbers never go back.
  if (place.credentialCount >= made.credentialCount) return refuse('busy');
  return allow(
    nextVersion(
      withPlace(room, userId, (known) => ({ ...known, ...made })),
      at,
    ),
  );
}
