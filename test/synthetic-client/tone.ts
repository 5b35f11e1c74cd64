import { Encoder } from '@evan/opus';

export const frameSamples = 960;
export const sampleRate = 48_000;
const packetsPerSecond = 50;
const tones = new Map<number, readonly Buffer[]>();

/** One second of a sine as 50 Opus packets, to be played round and round: whole hertz make it seamless. */
export function tonePackets(hertz: number): readonly Buffer[] {
  const known = tones.get(hertz);
  if (known !== undefined) return known;
  const encoder = new Encoder({ channels: 1, sample_rate: sampleRate, application: 'audio' });
  encoder.bitrate = 48_000;
  const packets = Array.from({ length: packetsPerSecond }, (_, packet) => {
    const frame = Int16Array.from({ length: frameSamples }, (__, index) => {
      const seconds = (packet * frameSamples + index) / sampleRate;
      return hertz === 0 ? 0 : Math.round(10_000 * Math.sin(2 * Math.PI * hertz * seconds));
    });
    return Buffer.from(encoder.encode(frame));
  });
  tones.set(hertz, packets);
  return packets;
}

/** Amplitude (0 to 1) of one frequency in the samples, by Goertzel's method. */
export function amplitudeAt(hertz: number, samples: Int16Array): number {
  const coefficient = 2 * Math.cos((2 * Math.PI * hertz) / sampleRate);
  let last = 0;
  let beforeLast = 0;
  for (const sample of samples) {
    const next = sample / 32_768 + coefficient * last - beforeLast;
    beforeLast = last;
    last = next;
  }
  const power = last ** 2 + beforeLast ** 2 - coefficient * last * beforeLast;
  return samples.length === 0 ? 0 : (2 * Math.sqrt(Math.max(0, power))) / samples.length;
}

export function rootMeanSquare(samples: Int16Array): number {
  let energy = 0;
  for (const sample of samples) energy += (sample / 32_768) ** 2;
  return samples.length === 0 ? 0 : Math.sqrt(energy / samples.length);
}
