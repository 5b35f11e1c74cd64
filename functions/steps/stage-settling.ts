import type { audio } from '../../adapters/audio.ts';
import type { stageAudio } from '../../adapters/stage-audio.ts';
import type { LiveRoom } from '../../domain/room.ts';
import type { Attendee } from '../../domain/seat.ts';
import { fateOf } from '../../domain/stage.ts';
import type { ContextOf } from '../runtime/context.ts';
import { ensure } from '../runtime/refusal-error.ts';

type Context = ContextOf<{ audio: typeof audio; stageAudio: typeof stageAudio }>;

/**
 * Compares the media service's stage with what was decided and repairs what differs: old credentials die, and who may be heard
 * is heard. One listing, and one call for each that differs.
 */
export async function settleStage(context: Context, room: LiveRoom): Promise<void> {
  const attendees = ensure(await context.stageAudio.attendeesOf(room.meeting.id));
  for (const attendee of attendees ?? []) await settle(context, room, attendee);
}

async function settle(context: Context, room: LiveRoom, attendee: Attendee): Promise<void> {
  const { AttendeeId, ExternalUserId, Capabilities } = attendee;
  const fate = fateOf(room, AttendeeId, ExternalUserId);
  if (fate.kind === 'goes') ensure(await context.audio.deleteAttendee(room.meeting.id, AttendeeId));
  if (fate.kind !== 'stays' || Capabilities?.['Audio'] === fate.capability.Audio) return;
  ensure(await context.stageAudio.setCapability(room.meeting.id, AttendeeId, fate.capability));
}
