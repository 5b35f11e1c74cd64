import { vi } from 'vitest';
import type { SeenFrame, Subscriber } from './subscriber.ts';

/** The last frame of that type; waits for the first. */
export async function heardFrame(subscriber: Subscriber, type: string): Promise<SeenFrame> {
  await vi
    .waitUntil(() => subscriber.of(type).length > 0, { timeout: 5_000 })
    .catch(() => {
      throw new Error(`No ${type} came, but ${subscriber.frames.map((frame) => frame.type).join(', ') || 'nothing'}`);
    });
  const frame = subscriber.of(type).at(-1);
  if (!frame) throw new Error(`No ${type}`);
  return frame;
}
