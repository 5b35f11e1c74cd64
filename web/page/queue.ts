import type { SpeakRequest } from '../api/types.ts';
import type { Frame } from '../realtime/grant.ts';

/** Who asks to speak, longest first. */
export type Queue = readonly SpeakRequest[];

const placeOf = ({ askedAt, userId }: SpeakRequest): string => `${askedAt} ${userId}`;

/** One request per person: asking again after an answer is a later one. */
export const withRequest = (queue: Queue, asked: SpeakRequest): Queue =>
  [...withoutRequest(queue, asked.userId), asked].sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));

export const withoutRequest = (queue: Queue, gone: string): Queue => queue.filter(({ userId }) => userId !== gone);

export function queueTold(queue: Queue, frame: Frame): Queue {
  const { userId, askedAt } = toFacts(frame);
  if (frame.type === 'request.made') return withRequest(queue, { userId, askedAt });
  return frame.type === 'request.withdrawn' ? withoutRequest(queue, userId) : queue;
}

const toFacts = (frame: Frame) => frame as unknown as { readonly userId: string; readonly askedAt: string };
