import type { AudioVideoFacade } from 'amazon-chime-sdk-js';

/** What is heard of one person on stage. */
export type Voice = { readonly isMuted: boolean; readonly isSpeaking: boolean };
/** By user id; who is absent has no connection. */
export type Voices = ReadonlyMap<string, Voice>;

type Attendee = { readonly userId: string; isMuted: boolean; volume: number; spokenAt: number };

/** Volumes run from 0 to 1; quieter than this is a room, not a voice. */
const voiceVolume = 0.1;
/** Between two words nobody stops speaking. */
const pauseMilliseconds = 1200;

/** Told only when it changes: somebody stays loud until told otherwise. */
const isLoud = ({ volume }: Attendee): boolean => volume >= voiceVolume;

/** People on stage carry their user id as `s.<userId>.<n>`; the audience is anonymous. */
export const userIdOf = (externalUserId: string): string | undefined => /^s\.(\d+)\./.exec(externalUserId)?.[1];

/** Follows who is on stage, who is muted and who speaks. Answers a function that stops following. */
export function followVoices(audioVideo: AudioVideoFacade, onChange: (voices: Voices) => void): () => void {
  const attendees = new Map<string, Attendee>();
  let told = '';
  const tell = () => {
    const voices = foldVoices(attendees.values());
    const now = JSON.stringify([...voices]);
    if (now !== told) onChange(voices);
    told = now;
  };
  const onVolume = (attendeeId: string, volume: number | null, isMuted: boolean | null) => {
    const attendee = attendees.get(attendeeId);
    if (!attendee) return;
    if (isMuted !== null) attendee.isMuted = isMuted;
    if (isLoud(attendee)) attendee.spokenAt = performance.now();
    attendee.volume = volume ?? attendee.volume;
    tell();
  };
  audioVideo.realtimeSubscribeToAttendeeIdPresence((attendeeId, isPresent, externalUserId = '') => {
    const userId = userIdOf(externalUserId);
    if (userId === undefined) return;
    audioVideo.realtimeUnsubscribeFromVolumeIndicator(attendeeId, onVolume);
    attendees.delete(attendeeId);
    if (isPresent) {
      attendees.set(attendeeId, { userId, isMuted: true, volume: 0, spokenAt: Number.NEGATIVE_INFINITY });
      audioVideo.realtimeSubscribeToVolumeIndicator(attendeeId, onVolume);
    }
    tell();
  });
  // Silence makes no event: somebody has to look when the pause is over.
  const timer = setInterval(tell, 300);
  return () => clearInterval(timer);
}

/** A person who came back may be there twice for a moment: the old attendee and the new. */
function foldVoices(attendees: Iterable<Attendee>): Voices {
  const voices = new Map<string, Voice>();
  for (const attendee of attendees) {
    const { userId, isMuted, spokenAt } = attendee;
    const before = voices.get(userId);
    const isSpeaking = !isMuted && (isLoud(attendee) || performance.now() - spokenAt < pauseMilliseconds);
    voices.set(userId, {
      isMuted: isMuted && (before?.isMuted ?? true),
      isSpeaking: isSpeaking || (before?.isSpeaking ?? false),
    });
  }
  return voices;
}
