import type { audio } from '../../adapters/audio.ts';
import type { rooms } from '../../adapters/dynamodb/rooms.ts';
import type { stageAudio } from '../../adapters/stage-audio.ts';
import type { LiveRoom } from '../../domain/room.ts';
import type { Attendee } from '../../domain/seat.ts';
import { fateOf } from '../../domain/stage.ts';
import type { ContextOf } from '../runtime/context.ts';
import { ensure } from '../runtime/refusal-error.ts';

type Listing = ContextOf<{ stageAudio: typeof stageAudio }>;
type Context = Listing & ContextOf<{ audio: typeof audio; rooms: typeof rooms }>;

/**
 * Compares the media service's stage with what was decided and repairs what differs: old credentials die, and who may be heard
 * is heard. One listing, and one call for each that differs. Somebody listed may have come after the room was read: only what
 * the room says before and after the listing is done, for whatever changed in between was ordered anew.
 */
export async function settleStage(context: Context, room: LiveRoom): Promise<void> {
  const attendees = await listed(context, room);
  const now = await context.rooms.find(room.id);
  if (now?.status !== 'live' || now.epoch !== room.epoch) return;
  for (const attendee of attendees) {
    const { AttendeeId, ExternalUserId } = attendee;
    const [old, fate] = [fateOf(room, AttendeeId, ExternalUserId), fateOf(now, AttendeeId, ExternalUserId)];
    if (JSON.stringify(old) !== JSON.stringify(fate)) continue;
    if (fate.kind === 'goes') ensure(await context.audio.deleteAttendee(room.meeting.id, AttendeeId));
    await settleVoice(context, now, attendee);
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
