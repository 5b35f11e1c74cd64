import type { Clock } from '../model.ts';

type Limit = { readonly ratePerSecond: number; readonly burst: number };

/** A token bucket on virtual time: `burst` calls at once, refilled at the rate. */
export function createThrottle(clock: Pick<Clock, 'now'>, limit: Limit): { take(): boolean } {
  let tokens = limit.burst;
  let filledAt = clock.now();
  return {
    take() {
      const now = clock.now();
      tokens = Math.min(limit.burst, tokens + ((now - filledAt) / 1000) * limit.ratePerSecond);
      filledAt = now;
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
}
