import type { audio } from '../../adapters/audio.ts';
import type { endings } from '../../adapters/dynamodb/endings.ts';
import type { rooms } from '../../adapters/dynamodb/rooms.ts';
import type { Start, Started, starts } from '../../adapters/dynamodb/starts.ts';
import { labelsFor } from '../../domain/admission.ts';
import { connectionTo, type JoinGrant } from '../../domain/grant.ts';
import type { LiveRoom, RoomDraft, ScheduledRoom } from '../../domain/room.ts';
import { currentState } from '../../domain/room-clock.ts';
import { liveRoom } from '../../domain/room-commands.ts';
import { noCounts, roomView } from '../../domain/room-view.ts';
import type { StageCredential } from '../../domain/seat.ts';
import { stageExternalId, wantedCapability } from '../../domain/stage.ts';
import type { ContextOf } from './context.ts';
import { ensure, stop } from './refusal-error.ts';
import { primaryToken } from './stage-credential.ts';

type Context = ContextOf<{ audio: typeof audio; rooms: typeof rooms; starts: typeof starts; endings: typeof endings }>;

/** Meeting and host's attendee, made under tokens that give the same ones to every repeat, and the room live with them. */
export async function prepareStart(context: Context, room: ScheduledRoom | RoomDraft): Promise<Start> {
  const { id: roomId, mediaRegion, hostId, epoch } = room;
  const token = primaryToken(roomId, epoch + 1);
  const meeting = ensure(await context.audio.createMeeting({ token, mediaRegion, roomId }));
  const capability = wantedCapability({ role: 'host', isMuted: false, isMutedAll: false });
  const attendee = ensure(await context.audio.createAttendee(meeting.id, stageExternalId(hostId, 1), capability));
  const live = liveRoom(room, meeting, attendee.AttendeeId, context.now());
  return { room: live, credential: { epoch: live.epoch, meetingId: meeting.id, attendee } };
}

/**
 * Writes the start; a claim of a room that time has ended already is cleared away once and the start is tried again.
 * Whoever is refused takes the meeting away that nobody will use.
 */
export async function saveStart(context: Context, start: Start, save: () => Promise<Started>): Promise<Started> {
  const started = await save();
  if (started.isWritten || started.because !== 'already_hosting') return started;
  if (await isStillLive(context, started.roomId)) {
    await context.audio.deleteMeeting(start.room.meeting.id);
    return stop('already_hosting', { facts: { roomId: started.roomId } });
  }
  return save();
}

/** Time decides: a room whose grace is over is over, though no timer has come to write it. */
async function isStillLive(context: Context, roomId: string): Promise<boolean> {
  const room = await context.rooms.find(roomId);
  if (room?.status !== 'live') {
    await context.endings.removePresence(roomId, room ? [room.hostId] : []);
    return false;
  }
  const current = currentState(room, context.now(), context.config.policy);
  if (current.status === 'ended') await context.endings.end(room, current);
  return current.status === 'live';
}

/** The host's grant: straight onto the stage. */
export function hostGrant(room: LiveRoom, credential: StageCredential): JoinGrant {
  return {
    room: roomView(room, noCounts),
    role: 'host',
    labels: labelsFor(new Set(), room.stage),
    audio: { kind: 'stage', ...connectionTo(room.meeting, credential.attendee) },
  };
}
