import { Decoder } from '@evan/opus';
import { frameSamples, sampleRate } from './tone.ts';

/** Remembers the last packets it got and decodes them only when asked, so that a crowd of ears costs nothing. */
export type Ear = {
  receive(payload: Buffer): void;
  /** What arrived in the last milliseconds. */
  samples(milliseconds: number): Int16Array;
  packets(milliseconds: number): number;
};

const keptPackets = 150;
/** A fresh decoder needs a few packets until its output is right. */
const warmUpPackets = 4;

export function createEar(): Ear {
  const received: { readonly at: number; readonly payload: Buffer }[] = [];
  const since = (milliseconds: number) => {
    const from = performance.now() - milliseconds;
    const index = received.findIndex((packet) => packet.at >= from);
    return index < 0 ? received.length : index;
  };
  return {
    receive(payload) {
      received.push({ at: performance.now(), payload });
      if (received.length > keptPackets) received.shift();
    },
    samples(milliseconds) {
      const start = since(milliseconds);
      const decoder = new Decoder({ channels: 1, sample_rate: sampleRate });
      const warmUp = Math.max(0, start - warmUpPackets);
      const frames = received.slice(warmUp).map(({ payload }) => Int16Array.from(pcm(decoder.decode(payload))));
      const heard = frames.slice(start - warmUp);
      const samples = new Int16Array(heard.length * frameSamples);
      for (const [index, frame] of heard.entries()) samples.set(frame.subarray(0, frameSamples), index * frameSamples);
      return samples;
    },
    packets: (milliseconds) => received.length - since(milliseconds),
  };
}

function pcm(bytes: Uint8Array): Int16Array {
  return new Int16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2);
}
