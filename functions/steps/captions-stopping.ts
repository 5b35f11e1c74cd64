import type { captionsAudio } from '../../adapters/captions-audio.ts';
import { wantedTranscription } from '../../domain/captions.ts';
import type { LiveRoom } from '../../domain/room.ts';
import type { ContextOf } from '../runtime/context.ts';
import { noteTrouble } from '../runtime/notes.ts';
import { RefusalError } from '../runtime/refusal-error.ts';

/** What whoever opens microphones needs, so that nobody is captioned against their will. */
export type Stopping = ContextOf<{ captionsAudio: typeof captionsAudio }>;

/**
 * Before a microphone opens in a request: captions that not everybody has agreed to stop first. False when the service does
 * not stop them now; then the microphone waits for the minter, which does both. No call for rooms that never had captions.
 */
export async function mayOpenMicrophone({ captionsAudio }: Stopping, room: LiveRoom): Promise<boolean> {
  if (!room.captions || wantedTranscription(room).isOn) return true;
  const stopped = await captionsAudio.stop(room.meeting.id);
  if (!stopped.isAllowed) noteTrouble(new RefusalError(stopped.refusal));
  return stopped.isAllowed;
}
