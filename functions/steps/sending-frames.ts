import type { queues } from '../../adapters/queues.ts';
import type { Frame } from '../../domain/frame.ts';
import type { ContextOf } from '../runtime/context.ts';

type Context = ContextOf<{ queues: typeof queues }>;

/** Hands frames to whoever publishes them, each channel's in order; a repeat of a frame's id is the same frame. */
export const sendFrames = (context: Context, frames: readonly Frame[]): Promise<void> =>
  context.queues.send(
    'frames',
    frames.map((frame) => ({ body: frame, groupId: frame.channel, deduplicationId: frame.id })),
  );
