import { StripeRefusal } from './refusal.ts';

export type Rates = { readonly perEndpoint: number; readonly perAccount: number };

/** Stripe's own limits for a live account without a raise, requests per second. */
export const usualRates: Rates = { perEndpoint: 25, perAccount: 100 };

const windowMilliseconds = 1000;

function createWindow(most: number) {
  let times: number[] = [];
  return {
    isFull(now: number): boolean {
      times = times.filter((time) => time > now - windowMilliseconds);
      return times.length >= most;
    },
    add: (now: number): void => void times.push(now),
  };
}

/** Counts requests over the last second of the virtual clock; throws 429 when there were too many. */
export function createRateLimit({ perEndpoint, perAccount }: Rates) {
  const all = createWindow(perAccount);
  const endpoints = new Map<string, ReturnType<typeof createWindow>>();
  return (endpoint: string, now: number): void => {
    const own = endpoints.get(endpoint) ?? createWindow(perEndpoint);
    endpoints.set(endpoint, own);
    if (all.isFull(now) || own.isFull(now)) throw tooMany();
    all.add(now);
    own.add(now);
  };
}

export const tooMany = (): StripeRefusal =>
  new StripeRefusal(
    429,
    'Request rate limit exceeded. Learn more about rate limits at https://stripe.com/docs/rate-limits.',
    {
      code: 'rate_limit',
    },
  );
