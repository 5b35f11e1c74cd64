import { Decoder } from '@evan/opus';

/** 20 ms of mono sound at 48 kHz. */
export const frameSamples = 960;

/** What one client says: decoded frames waiting for the next ticks of the mixer. */
export type Voice = {
  frames: Int16Array[];
  decoder: Decoder | undefined;
  newestSequence: number | undefined;
  /** Frames to gather before playing starts; grows when playing ran dry, and each clear resets it. */
  cushion: number;
  isPlaying: boolean;
  /** dBFS as a positive number, smoothed; 127 is silence. */
  level: number;
  /** Ticks since a frame was last played. */
  quietTicks: number;
};

/** More than this in the queue is delay that nobody wants: the oldest is thrown away down to the cushion. */
const mostFrames = 6;
const mostCushion = 4;
export const silentLevel = 127;

export function createVoice(): Voice {
  return {
    frames: [],
    decoder: undefined,
    newestSequence: undefined,
    cushion: 1,
    isPlaying: false,
    level: silentLevel,
    quietTicks: Number.POSITIVE_INFINITY,
  };
}

/** Decodes one Opus packet into the queue. Packets that come late or are not Opus are dropped. */
export function listen(voice: Voice, sequenceNumber: number, payload: Buffer): void {
  const newest = voice.newestSequence;
  // Sequence numbers are 16 bits and wrap.
  if (newest !== undefined && ((sequenceNumber - newest) & 0xffff) > 0x8000) return;
  voice.newestSequence = sequenceNumber;
  const samples = decode(voice, payload);
  for (let start = 0; start + frameSamples <= samples.length; start += frameSamples) {
    voice.frames.push(samples.subarray(start, start + frameSamples));
  }
  if (voice.frames.length > mostFrames) voice.frames.splice(0, voice.frames.length - voice.cushion);
}

/** The frame of this tick, and the level that goes with it; undefined while silent or still gathering. */
export function nextFrame(voice: Voice): Int16Array | undefined {
  if (!voice.isPlaying && voice.frames.length >= voice.cushion) voice.isPlaying = true;
  const frame = voice.isPlaying ? voice.frames.shift() : undefined;
  if (frame === undefined) {
    if (voice.isPlaying) voice.cushion = Math.min(mostCushion, voice.cushion + 1);
    voice.isPlaying = false;
    voice.quietTicks += 1;
    voice.level = silentLevel;
  } else {
    voice.quietTicks = 0;
    voice.level = voice.level * 0.6 + loudness(frame) * 0.4;
  }
  return frame;
}

/** Forgets everything said so far. */
export function clearVoice(voice: Voice): void {
  voice.frames = [];
  voice.cushion = 1;
  voice.isPlaying = false;
  voice.level = silentLevel;
}

function decode(voice: Voice, payload: Buffer): Int16Array {
  voice.decoder ??= new Decoder({ channels: 1, sample_rate: 48_000 });
  try {
    const bytes = voice.decoder.decode(payload);
    return new Int16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2);
  } catch {
    return new Int16Array(0);
  }
}

function loudness(frame: Int16Array): number {
  let energy = 0;
  for (const sample of frame) energy += sample * sample;
  const decibels = -10 * Math.log10(energy / frame.length / 32_768 ** 2 + 1e-13);
  return Math.min(silentLevel, decibels);
}
