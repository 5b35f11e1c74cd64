import type { audio } from '../../adapters/audio.ts';
import type { rooms } from '../../adapters/dynamodb/rooms.ts';
import type { stageAudio } from '../../adapters/stage-audio.ts';
import type { Decision } from '../../domain/refusal.ts';
import type { LiveRoom } from '../../domain/room.ts';
import { isStageToSettle, placeOf, wantedCapability } from '../../domain/stage.ts';
import type { ContextOf } from '../runtime/context.ts';
import { noteTrouble } from '../runtime/notes.ts';
import { RefusalError } from '../runtime/refusal-error.ts';
import { mayOpenMicrophone, type Stopping } from './captions-stopping.ts';
import { settleVoices } from './stage-settling.ts';

type Voices = Stopping & ContextOf<{ rooms: typeof rooms; stageAudio: typeof stageAudio }>;
/** As many decisions as may overtake one call to the media service. */
const mostRounds = 5;

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

/**
 * A call may come late, after others that were decided later, and after the minter's repair: whoever made it looks at the room
 * again, and does what has been decided since.
 */
async function untilSettled(
  context: Voices,
  room: LiveRoom,
  bringToEar: (room: LiveRoom) => Promise<void>,
): Promise<void> {
  let decided = room;
  for (let round = 0; round < mostRounds; round += 1) {
    await bringToEar(decided);
    const now = await context.rooms.find(room.id);
    if (now?.status !== 'live' || !isStageToSettle(decided, now)) return;
    decided = now;
  }
}

/** One person on stage is heard, or not, as was decided. */
export function applyMute(context: Voices, room: LiveRoom, userId: string): Promise<void> {
  return untilSettled(context, room, async (decided) => {
    const place = placeOf(decided, userId);
    if (place?.attendeeId === undefined) return;
    const capability = wantedCapability({ ...place, isMutedAll: decided.isMutedAll });
    if (capability.Audio === 'SendReceive' && !(await mayOpenMicrophone(context, decided))) return;
    await atOnce(context.stageAudio.setCapability(decided.meeting.id, place.attendeeId, capability));
  });
}

/** All speakers with one call, hosts left out, and when it is lifted whoever is muted alone; then the stragglers. */
export async function applyMuteAll(context: Voices, room: LiveRoom): Promise<void> {
  const wanted = wantedCapability({ role: 'speaker', isMuted: false, isMutedAll: room.isMutedAll });
  if (!room.isMutedAll && !(await mayOpenMicrophone(context, room))) return;
  const others = room.stage.filter((place) => isOther(room, place, wanted.Audio));
  const exempt = others.flatMap(({ attendeeId }) => attendeeId ?? []);
  if (exempt.length > 0) await atOnce(context.stageAudio.setAllBut(room.meeting.id, exempt, wanted));
  const now = await context.rooms.find(room.id);
  if (now?.status !== 'live') return;
  await untilSettled(context, now, async (decided) => {
    if (await mayOpenMicrophone(context, decided)) await settleAtOnce(context, decided);
  });
}

async function settleAtOnce(context: Voices, room: LiveRoom): Promise<void> {
  await settleVoices(context, room).catch((error: unknown) => {
    if (!(error instanceof RefusalError)) throw error;
    noteTrouble(error);
  });
}

const isOther = ({ isMutedAll }: LiveRoom, place: LiveRoom['stage'][number], wished: string): boolean =>
  place.role !== 'speaker' || wantedCapability({ ...place, isMutedAll }).Audio !== wished;
