import { Encoder } from '@evan/opus';
import { frameSamples } from './voice.ts';

/** Encodes one stream of mixed frames; undefined means that nobody is speaking. */
export type MixEncoder = { encode(mix: Int16Array | undefined): Buffer };

/** One 20 ms frame of digital silence in the mode all our encoders use (full band, mono): three bytes and no work. */
const silentPacket = Buffer.from([0xf8, 0xff, 0xfe]);
const silence = new Int16Array(frameSamples);
/** So many silent frames are really encoded after the last sound, so that it fades instead of clicking: 200 ms. */
const fadeTicks = 10;

export function createMixEncoder(): MixEncoder {
  // Low delay: no look-ahead of the speech mode, and a third of its work.
  const encoder = new Encoder({ channels: 1, sample_rate: 48_000, application: 'restricted_lowdelay' });
  encoder.complexity = 5;
  encoder.bitrate = 40_000;
  let quietTicks = fadeTicks;
  return {
    encode(mix) {
      quietTicks = mix === undefined ? quietTicks + 1 : 0;
      return quietTicks > fadeTicks ? silentPacket : Buffer.from(encoder.encode(mix ?? silence));
    },
  };
}
