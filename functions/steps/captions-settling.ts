import type { captionsAudio } from '../../adapters/captions-audio.ts';
import type { rooms } from '../../adapters/dynamodb/rooms.ts';
import { wantedTranscription } from '../../domain/captions.ts';
import type { LiveRoom } from '../../domain/room.ts';
import type { ContextOf } from '../runtime/context.ts';
import { noteTrouble } from '../runtime/notes.ts';
import { ensure, RefusalError } from '../runtime/refusal-error.ts';

type Context = ContextOf<{ captionsAudio: typeof captionsAudio; rooms: typeof rooms }>;

/** Changes that may come between an effect and the look at what it was made for. */
const mostRounds = 5;

/**
 * Brings the meeting's transcription in line with the room, also the second time; nothing for rooms that never had captions.
 * The service does not tell whether it runs, so it is told again. Two who settle at once may be heard in the wrong order:
 * whoever was heard last finds by another look that the room has changed, and settles it. One call and one read.
 */
export async function settleCaptions(context: Context, room: LiveRoom): Promise<void> {
  let settled = room;
  for (let round = 0; settled.captions && round < mostRounds; round += 1) {
    await apply(context, settled);
    const now = await context.rooms.find(room.id);
    if (now?.status !== 'live' || isSettled(settled, now)) return;
    settled = now;
  }
}

/** As `settleCaptions`, in a request: what the service does not take now is done by the minter, which the relay has told. */
export async function settleCaptionsAtOnce(context: Context, room: LiveRoom): Promise<void> {
  await settleCaptions(context, room).catch((error: unknown) => {
    if (!(error instanceof RefusalError)) throw error;
    noteTrouble(error);
  });
}

/**
 * Brings the stage in line with captions around it: what must not be written down stops before a microphone opens, what may
 * be is started after one has closed. Nobody is captioned against their will, not even for a moment.
 */
export async function withCaptionsSettled<Done>(
  context: Context,
  room: LiveRoom,
  bringInLine: () => Promise<Done>,
): Promise<Done> {
  const isWanted = wantedTranscription(room).isOn;
  if (!isWanted) await settleCaptions(context, room);
  const done = await bringInLine();
  if (isWanted) await settleCaptions(context, room);
  return done;
}

async function apply({ captionsAudio }: Context, room: LiveRoom): Promise<void> {
  const wanted = wantedTranscription(room);
  ensure(
    wanted.isOn
      ? await captionsAudio.start(room.meeting.id, wanted.languageCode)
      : await captionsAudio.stop(room.meeting.id),
  );
}

function isSettled(before: LiveRoom, now: LiveRoom): boolean {
  const [old, fresh] = [wantedTranscription(before), wantedTranscription(now)];
  const isSame = old.isOn ? fresh.isOn && fresh.languageCode === old.languageCode : !fresh.isOn;
  return isSame && before.meeting.id === now.meeting.id;
}
