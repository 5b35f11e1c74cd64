import type { audio } from '../../adapters/audio.ts';
import type { stageAudio } from '../../adapters/stage-audio.ts';
import type { LiveRoom } from '../../domain/room.ts';
import type { Attendee } from '../../domain/seat.ts';
import { fateOf } from '../../domain/stage.ts';
import type { ContextOf } from '../runtime/context.ts';
import { ensure } from '../runtime/refusal-error.ts';

type Listing = ContextOf<{ stageAudio: typeof stageAudio }>;
type Context = Listing & ContextOf<{ audio: typeof audio }>;

/**
 * Compares the media service's stage with what was decided and repairs what differs: old credentials die, and who may be heard
 * is heard. One listing, and one call for each that differs.
 */
export async function settleStage(context: Context, room: LiveRoom): Promise<void> {
  for (const attendee of await listed(context, room)) {
    const { AttendeeId, ExternalUserId } = attendee;
    const { kind } = fateOf(room, AttendeeId, ExternalUserId);
    if (kind === 'goes') ensure(await context.audio.deleteAttendee(room.meeting.id, AttendeeId));
    await settleVoice(context, room, attendee);
  }
}

/** Of everybody on stage: whoever came between a decision and the call that carried it out is heard, or not, as was decided. */
export async function settleVoices(context: Listing, room: LiveRoom): Promise<void> {
  for (const attendee of await listed(context, room)) await settleVoice(context, room, attendee);
}

const listed = async ({ stageAudio }: Listing, { meeting }: LiveRoom): Promise<readonly Attendee[]> =>
  ensure(await stageAudio.attendeesOf(meeting.id)) ?? [];

async function settleVoice(context: Listing, room: LiveRoom, attendee: Attendee): Promise<void> {
  const { AttendeeId, ExternalUserId, Capabilities } = attendee;
  const fate = fateOf(room, AttendeeId, ExternalUserId);
  if (fate.kind !== 'stays' || Capabilities?.['Audio'] === fate.capability.Audio) return;
  ensure(await context.stageAudio.setCapability(room.meeting.id, AttendeeId, fate.capability));
}
