import type { Meeting } from '../model.ts';
import { type Frame, frameTypes } from '../signalling/frames.ts';
import { membersOf } from './floor.ts';

/** Quieter than this (dBFS) counts as silence and is left out. */
const audibleLevel = 60;

/** The loudness of who can be heard; with `isFull` of everybody on stage, together with the signal strength. */
export function loudnessFrame(primary: Meeting, isFull: boolean): Frame {
  // Stream 0 makes the frame say "all others are silent" even when nobody is listed.
  const attendeeStates: { audioStreamId: number; volume?: number; signalStrength?: number }[] = [
    { audioStreamId: 0, volume: 127 },
  ];
  for (const { streamId, voice } of membersOf(primary)) {
    const isAudible = voice.level < audibleLevel;
    if (!isAudible && !isFull) continue;
    attendeeStates.push({
      audioStreamId: streamId,
      ...(isAudible ? { volume: Math.round(voice.level) } : {}),
      ...(isFull ? { signalStrength: 2 } : {}),
    });
  }
  return { type: frameTypes.AUDIO_METADATA, audioMetadata: { attendeeStates } };
}
