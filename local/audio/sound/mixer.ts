import type { Clock } from '../../model.ts';
import type { Connection, Meeting } from '../model.ts';
import { broadcast } from '../signalling/sending.ts';
import { audienceOf } from './floor.ts';
import { loudnessFrame } from './loudness-frames.ts';
import { createMixEncoder, type MixEncoder } from './mix-encoder.ts';
import { mixMeeting } from './mixing.ts';
import { createTicker } from './ticker.ts';

export type MixerStats = {
  readonly ticks: number;
  readonly late: number;
  readonly mixMilliseconds: number;
  readonly participants: number;
};

/** One tick of 20 ms for all meetings, running only while somebody is present. */
export type Mixer = {
  arrived(): void;
  left(): void;
  isRunning(): boolean;
  stats(): MixerStats;
  close(): void;
};

/** Loudness goes out every 200 ms, with everybody listed every 5 s. */
const loudnessTicks = 10;
const fullLoudnessTicks = 250;

export function createMixer(meetings: ReadonlyMap<string, Meeting>, clock: Clock): Mixer {
  const shared = new WeakMap<Meeting, MixEncoder>();
  let mixMilliseconds = 0;
  const ticker = createTicker((tick) => {
    const startedAt = performance.now();
    for (const meeting of meetings.values()) if (meeting.primary === undefined) mix(meeting, tick);
    mixMilliseconds += performance.now() - startedAt;
  });

  function mix(primary: Meeting, tick: number): void {
    if (audienceOf(primary).next().done) return;
    const encoder = shared.get(primary) ?? createMixEncoder();
    shared.set(primary, encoder);
    mixMeeting(primary, encoder, tick);
    if (tick % loudnessTicks !== 0) return;
    broadcast(primary, loudnessFrame(primary, tick % fullLoudnessTicks === 0), clock);
  }

  return {
    arrived: () => ticker.start(),
    left: () => {
      if (presentIn(meetings).next().done) ticker.stop();
    },
    isRunning: ticker.isRunning,
    stats: () => ({ ...ticker.stats(), mixMilliseconds, participants: [...presentIn(meetings)].length }),
    close: () => ticker.stop(),
  };
}

function* presentIn(meetings: ReadonlyMap<string, Meeting>): Generator<Connection> {
  for (const meeting of meetings.values()) {
    for (const connection of meeting.connections) if (connection.isPresent) yield connection;
  }
}
