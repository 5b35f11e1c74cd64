import type { Clock } from '../../model.ts';
import type { Limits } from '../limits.ts';
import { refusal } from './reading.ts';

/** One token bucket per operation on the virtual clock; throws ThrottlingException (429) when it is empty. */
export function createThrottle(clock: Clock, limits: Limits): (operation: string) => void {
  const buckets = new Map<string, { tokens: number; filledAt: number }>();
  return (operation) => {
    const now = clock.now();
    const bucket = buckets.get(operation) ?? { tokens: limits.requestBurst, filledAt: now };
    const refill = ((now - bucket.filledAt) / 1000) * limits.requestsPerSecond;
    const tokens = Math.min(limits.requestBurst, bucket.tokens + refill);
    const isAllowed = tokens >= 1;
    buckets.set(operation, { tokens: isAllowed ? tokens - 1 : tokens, filledAt: now });
    if (!isAllowed) throw refusal(429, 'ThrottlingException', `Rate exceeded for ${operation}`);
  };
}
