import type { Clock } from '../model.ts';
import { WireFault } from '../model.ts';

export type RetryPolicy = { readonly maxRetries: number; readonly maxAgeSeconds: number };

/** Why something could not be delivered; `condition` says which limit ended the retries, if there were any. */
export type Loss = {
  readonly code: string;
  readonly message: string;
  readonly retries: number;
  readonly condition?: 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds';
};

/** "By default, EventBridge retries for 24 hours and up to 185 times"; Scheduler has the same defaults. */
export const defaultRetryPolicy: RetryPolicy = { maxRetries: 185, maxAgeSeconds: 86_400 };

/** The failure is final: trying again cannot help. */
export class PermanentFailure extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** How far a delivery that failed has come; times are epoch milliseconds. */
export type Trying = { readonly retries: number; readonly startedAt: number; readonly dueAt: number };

export type Delivery = {
  readonly clock: Clock;
  readonly label: string;
  /** One try; `number` counts from 1. Throws when it fails. */
  readonly attempt: (number: number) => void | Promise<void>;
  readonly policy: RetryPolicy;
  readonly onLost: (loss: Loss) => void;
  /** Told how far it has come while it waits to be tried again, and of its end. */
  readonly kept: { put(trying: Trying): void; remove(): void };
  /** Goes on from here instead of beginning. */
  readonly from?: Trying | undefined;
};

const longestBackoffSeconds = 600;

/** Waits double from a second on. The service also jitters; here time is the same in every run. */
function backoffSeconds(retry: number): number {
  return Math.min(2 ** (retry - 1), longestBackoffSeconds);
}

function toLoss(error: unknown, retries: number): Loss {
  const message = error instanceof Error ? error.message : String(error);
  const isNamed = error instanceof WireFault || error instanceof PermanentFailure;
  return { code: isNamed ? error.code : 'SDK_CLIENT_ERROR', message, retries };
}

function isFinal(error: unknown): boolean {
  return error instanceof PermanentFailure || (error instanceof WireFault && error.status < 500);
}

/** Delivers at once and, while it fails, again and again in virtual time, until the policy ends it. */
export function deliverWithRetries(delivery: Delivery): void {
  const { clock, label, attempt, policy, kept, from } = delivery;
  const startedAt = from?.startedAt ?? clock.now();
  const onLost = (loss: Loss): void => {
    kept.remove();
    delivery.onLost(loss);
  };
  const wait = (retries: number, dueAt: number): void => {
    clock.at(dueAt, label, () => run(retries));
  };
  const run = async (retries: number): Promise<void> => {
    try {
      await attempt(retries + 1);
      kept.remove();
    } catch (error) {
      const loss = toLoss(error, retries);
      const nextAt = clock.now() + backoffSeconds(retries + 1) * 1000;
      if (isFinal(error)) onLost(loss);
      else if (retries >= policy.maxRetries) onLost({ ...loss, condition: 'MaximumRetryAttempts' });
      else if (nextAt - startedAt > policy.maxAgeSeconds * 1000)
        onLost({ ...loss, condition: 'MaximumEventAgeInSeconds' });
      else {
        kept.put({ retries: retries + 1, startedAt, dueAt: nextAt });
        wait(retries + 1, nextAt);
      }
    }
  };
  if (from === undefined) void clock.track(run(0));
  else {
    kept.put(from);
    wait(from.retries, from.dueAt);
  }
}
