import { frameSamples, tonePackets } from './tone.ts';

/** Where packets go: one RTP packet per call. */
export type Speak = (payload: Buffer, sequenceNumber: number, timestamp: number) => void;

export type Mouth = {
  /** 0 hertz is a microphone in a silent room: packets, but no sound. Undefined sends nothing at all. */
  play(hertz: number | undefined): void;
  stop(): void;
};

const packetMilliseconds = 20;
const mouths = new Set<() => void>();
let timer: NodeJS.Timeout | undefined;
let nextAt = 0;

/** Sends 50 packets a second; all mouths share one timer held to absolute time. */
export function createMouth(speak: Speak, hertz: number | undefined): Mouth {
  let playing = hertz;
  let sent = 0;
  const sendNext = () => {
    sent += 1;
    const packets = playing === undefined ? [] : tonePackets(playing);
    const payload = packets[sent % packets.length];
    if (payload !== undefined) speak(payload, sent & 0xffff, (sent * frameSamples) >>> 0);
  };
  mouths.add(sendNext);
  if (timer === undefined) {
    nextAt = performance.now() + packetMilliseconds;
    timer = setTimeout(beat, packetMilliseconds);
  }
  return {
    play(next) {
      playing = next;
    },
    stop() {
      mouths.delete(sendNext);
    },
  };
}

function beat(): void {
  const now = performance.now();
  for (; nextAt <= now; nextAt += packetMilliseconds) for (const sendNext of mouths) sendNext();
  timer = mouths.size === 0 ? undefined : setTimeout(beat, Math.max(1, nextAt - performance.now()));
}
