import type { Connection, Meeting } from '../model.ts';
import { audienceOf, hears, isHeard, membersOf } from './floor.ts';
import { createMixEncoder, type MixEncoder } from './mix-encoder.ts';
import { frameSamples, nextFrame } from './voice.ts';

const sum = new Int32Array(frameSamples);
const rendered = new Int16Array(frameSamples);

/** Who spoke within this many ticks keeps an encoder of its own: switching decoders' input back and forth clicks. */
const speakerTicks = 25;

/** One tick of one primary: everybody present hears the sum of all others. */
export function mixMeeting(primary: Meeting, shared: MixEncoder, tick: number): void {
  const spoken = collect(primary);
  let common: Buffer | undefined;
  for (const connection of audienceOf(primary)) {
    if (!hears(connection) || connection.peer === undefined) continue;
    if (connection.voice.quietTicks < speakerTicks) {
      connection.ownMix ??= createMixEncoder();
      connection.peer.send(connection.ownMix.encode(render(spoken, connection)), tick);
    } else {
      common ??= shared.encode(render(spoken));
      connection.peer.send(common, tick);
    }
  }
}

function collect(primary: Meeting): ReadonlyMap<Connection, Int16Array> {
  const spoken = new Map<Connection, Int16Array>();
  for (const connection of membersOf(primary)) {
    const frame = isHeard(connection) ? nextFrame(connection.voice) : undefined;
    if (frame === undefined) continue;
    if (spoken.size === 0) sum.fill(0);
    spoken.set(connection, frame);
    for (let index = 0; index < frameSamples; index += 1) sum[index] = (sum[index] ?? 0) + (frame[index] ?? 0);
  }
  return spoken;
}

/** The sum without the listener's own voice, or undefined when nothing is left. The array is used again by the next call. */
function render(spoken: ReadonlyMap<Connection, Int16Array>, listener?: Connection): Int16Array | undefined {
  const own = listener === undefined ? undefined : spoken.get(listener);
  if (spoken.size === (own === undefined ? 0 : 1)) return undefined;
  for (let index = 0; index < frameSamples; index += 1) {
    const value = (sum[index] ?? 0) - (own?.[index] ?? 0);
    rendered[index] = Math.max(-32_768, Math.min(32_767, value));
  }
  return rendered;
}
