import type { audio } from '../../adapters/audio.ts';
import type { endings } from '../../adapters/dynamodb/endings.ts';
import type { rooms } from '../../adapters/dynamodb/rooms.ts';
import type { Start, Started, starts } from '../../adapters/dynamodb/starts.ts';
import type { realtimeTokens } from '../../adapters/realtime-tokens.ts';
import { labelsFor } from '../../domain/admission.ts';
import { connectionTo, type JoinGrant } from '../../domain/grant.ts';
import { channelsOf } from '../../domain/realtime.ts';
import { allow, type Decision, refuse } from '../../domain/refusal.ts';
import type { LiveRoom, Room, RoomDraft, ScheduledRoom } from '../../domain/room.ts';
import { currentState } from '../../domain/room-clock.ts';
import { liveRoom } from '../../domain/room-commands.ts';
import { noCounts, roomView } from '../../domain/room-view.ts';
import type { StageCredential } from '../../domain/seat.ts';
import { stageExternalId, wantedCapability } from '../../domain/stage.ts';
import type { ContextOf } from '../runtime/context.ts';
import { ensure, stop } from '../runtime/refusal-error.ts';
import { mostMeetings, primaryToken } from './stage-credential.ts';

export type Context = ContextOf<{
  audio: typeof audio;
  endings: typeof endings;
  realtimeTokens: typeof realtimeTokens;
  rooms: typeof rooms;
  starts: typeof starts;
}>;

/** Meeting and host's attendee, made under tokens that give the same ones to every repeat, and the room live with them. */
export async function prepareStart(context: Context, room: ScheduledRoom | RoomDraft): Promise<Decision<Start>> {
  const { id: roomId, mediaRegion, hostId, epoch } = room;
  const capability = wantedCapability({ role: 'host', isMuted: false, isMutedAll: false });
  for (let number = 1; number <= mostMeetings; number += 1) {
    const token = primaryToken(roomId, epoch + 1, number);
    const meeting = await context.audio.createMeeting({ token, mediaRegion, roomId });
    if (!meeting.isAllowed) return meeting;
    const { id: meetingId } = meeting.value;
    const made = await context.audio.createAttendee(meetingId, stageExternalId(hostId, 1), capability);
    // Nobody else knows a draft; the next start of a scheduled room finds its meeting again.
    if (!made.isAllowed && room.status === 'draft') await context.audio.deleteMeeting(meetingId);
    if (!made.isAllowed) return made;
    const { value: attendee } = made;
    if (!attendee) continue;
    const live = liveRoom(room, meeting.value, attendee.AttendeeId, context.now());
    return allow({ room: live, credential: { epoch: live.epoch, meetingId, attendee } });
  }
  return refuse('audio_unavailable');
}

/** Refuses whoever hosts another room, before anything is made for this one. */
export async function ensureFree(context: Context, hostId: string, roomId: string): Promise<void> {
  const hosting = await context.starts.hostedBy(hostId);
  if (hosting === undefined || hosting === roomId) return;
  if (await isStillLive(context, hosting, hostId)) stop('already_hosting', { facts: { roomId: hosting } });
}

/** Writes the start; a claim of a room that time has ended already is cleared away once and the start is tried again. */
export async function saveStart(context: Context, hostId: string, save: () => Promise<Started>): Promise<Started> {
  const started = await save();
  if (started.isWritten || started.because !== 'already_hosting') return started;
  return (await isStillLive(context, started.roomId, hostId)) ? started : save();
}

/**
 * Starts a scheduled room, or answers the room as it is now: somebody was faster, or changed it meanwhile. A meeting that no
 * room will use goes; one that is stored, or that the next try will be given again, stays.
 */
export async function tryStart(context: Context, room: ScheduledRoom): Promise<{ grant: JoinGrant } | { now: Room }> {
  const prepared = await prepareStart(context, room);
  if (!prepared.isAllowed) {
    // Of many starts at once the media service may turn some away: theirs is the start that got through.
    const now = await context.rooms.find(room.id);
    return now?.status === 'live' ? { now } : ensure<never>(prepared);
  }
  const { value: start } = prepared;
  const started = await saveStart(context, room.hostId, () => context.starts.start(room, start));
  if (started.isWritten) return { grant: hostGrant(context, start.room, start.credential) };
  const now = started.because === 'changed' ? started.room : await context.rooms.find(room.id);
  const isStored = now?.status === 'live' && now.meeting.id === start.room.meeting.id;
  const isTriedAgain = started.because === 'changed' && now?.status === 'scheduled';
  if (!isStored && !isTriedAgain) await context.audio.deleteMeeting(start.room.meeting.id);
  return started.because === 'changed' ? { now: started.room } : stopBecause(started);
}

/** The refusal of a start that was not written. */
export function stopBecause(started: Exclude<Started, { readonly isWritten: true }>): never {
  return started.because === 'already_hosting'
    ? stop('already_hosting', { facts: { roomId: started.roomId } })
    : stop('busy');
}

/** Time decides: a room whose grace is over is over, though no timer has come to write it. */
async function isStillLive(context: Context, roomId: string, claimantId: string): Promise<boolean> {
  const room = await context.rooms.find(roomId);
  const current = room && currentState(room, context.now(), context.config.policy);
  if (current?.status === 'live') return true;
  if (room?.status === 'live' && current?.status === 'ended') await context.endings.end(room, current);
  // The room may have had another host in the end: the claim is of whoever asks now.
  await context.endings.removePresence(roomId, [claimantId]);
  return false;
}

/** The host's grant: straight onto the stage. */
export function hostGrant(context: Context, room: LiveRoom, credential: StageCredential): JoinGrant {
  return {
    room: roomView(room, noCounts),
    role: 'host',
    labels: labelsFor(new Set(), room.stage),
    audio: { kind: 'stage', ...connectionTo(room.meeting, credential.attendee) },
    realtime: context.realtimeTokens.grant(room.hostId, channelsOf(room, room.hostId)),
  };
}
