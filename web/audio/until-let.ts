import { ApiError } from '../api/http.ts';

export type Waiting = {
  /** Whether nobody waits for the answer any more. */
  readonly isGone: () => boolean;
  /** Says why it takes longer. */
  readonly onWait: (words: string) => void;
};

/** Errors that pass by themselves: nothing answered, too fast, or not ready yet. */
export const isPassing = (error: unknown): error is ApiError =>
  error instanceof ApiError && (error.status === 0 || error.status === 429 || error.status >= 500);

const mostSeconds = 30;

/** Asks until it is let in. Waits as long as the answer says, and up to half as long again so that a crowd spreads out. */
export async function untilLet<T>(ask: () => Promise<T>, { isGone, onWait }: Waiting): Promise<T | undefined> {
  for (let tries = 0; !isGone(); tries += 1) {
    try {
      return await ask();
    } catch (error) {
      if (!isPassing(error)) throw error;
      onWait(error.message);
      const seconds = error.retryAfterSeconds ?? Math.min(mostSeconds, 2 ** tries);
      await new Promise((go) => setTimeout(go, seconds * 1000 * (1 + Math.random() / 2)));
    }
  }
  return undefined;
}
