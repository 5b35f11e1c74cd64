import type { Frame } from './grant.ts';

/** What a frame is to somebody who has heard the channel so far. */
export type Placed = {
  /** Neither heard before nor overtaken. */
  readonly isNews: boolean;
  /** Something was told before it that was not heard. */
  readonly isHole: boolean;
};

export type Order = {
  /** Listening begins, or begins again: what was told before is read by other means, so the next frame leaves no hole. */
  begin(): void;
  take(frame: Frame): Placed;
};

/** Keeps the place in one channel. */
export function createOrder(): Order {
  let last = -1;
  let tickedAt = '';
  let isFresh = true;
  return {
    begin() {
      isFresh = true;
    },
    take({ type, seq, at }) {
      const isTick = type === 'tick';
      const isNews = isTick ? at > tickedAt : seq > last;
      const isHole = !isFresh && seq > last + (isTick ? 0 : 1);
      if (isTick && isNews) tickedAt = at;
      // An old frame that comes again says nothing of where the channel is now.
      if (isNews && seq >= last) isFresh = false;
      last = Math.max(last, seq);
      return { isNews, isHole };
    },
  };
}
