import type { audio } from '../../adapters/audio.ts';
import type { stageAudio } from '../../adapters/stage-audio.ts';
import type { Decision } from '../../domain/refusal.ts';
import type { LiveRoom } from '../../domain/room.ts';
import { placeOf, wantedCapability } from '../../domain/stage.ts';
import type { ContextOf } from '../runtime/context.ts';
import { noteTrouble } from '../runtime/notes.ts';
import { RefusalError } from '../runtime/refusal-error.ts';
import { mayOpenMicrophone, type Stopping } from './captions-stopping.ts';
import { settleVoices } from './stage-settling.ts';

type Voices = Stopping & ContextOf<{ stageAudio: typeof stageAudio }>;

/**
 * What was decided is brought to the ear at once. What the media service does not take now is no refusal of the wish: the
 * relay has ordered the stage's repair with the room's write, and the minter does it first of all.
 */
async function atOnce(effect: Promise<Decision<unknown>>): Promise<void> {
  const done = await effect;
  if (!done.isAllowed) noteTrouble(new RefusalError(done.refusal));
}

/** Somebody went from the stage: their credential is dead. */
export async function silenceGone(
  context: ContextOf<{ audio: typeof audio }>,
  before: LiveRoom,
  userId: string,
): Promise<void> {
  const attendeeId = placeOf(before, userId)?.attendeeId;
  if (attendeeId !== undefined) await atOnce(context.audio.deleteAttendee(before.meeting.id, attendeeId));
}

/** One person on stage is heard, or not, as was decided. */
export async function applyMute(context: Voices, room: LiveRoom, userId: string): Promise<void> {
  const place = placeOf(room, userId);
  if (place?.attendeeId === undefined) return;
  const capability = wantedCapability({ ...place, isMutedAll: room.isMutedAll });
  if (capability.Audio === 'SendReceive' && !(await mayOpenMicrophone(context, room))) return;
  await atOnce(context.stageAudio.setCapability(room.meeting.id, place.attendeeId, capability));
}

/** All speakers with one call, hosts left out, and when it is lifted whoever is muted alone; then the stragglers. */
export async function applyMuteAll(context: Voices, room: LiveRoom): Promise<void> {
  const wanted = wantedCapability({ role: 'speaker', isMuted: false, isMutedAll: room.isMutedAll });
  if (!room.isMutedAll && !(await mayOpenMicrophone(context, room))) return;
  const others = room.stage.filter((place) => isOther(room, place, wanted.Audio));
  const exempt = others.flatMap(({ attendeeId }) => attendeeId ?? []);
  if (exempt.length > 0) await atOnce(context.stageAudio.setAllBut(room.meeting.id, exempt, wanted));
  await settleVoices(context, room).catch((error: unknown) => {
    if (!(error instanceof RefusalError)) throw error;
    noteTrouble(error);
  });
}

const isOther = ({ isMutedAll }: LiveRoom, place: LiveRoom['stage'][number], wished: string): boolean =>
  place.role !== 'speaker' || wantedCapability({ ...place, isMutedAll }).Audio !== wished;
