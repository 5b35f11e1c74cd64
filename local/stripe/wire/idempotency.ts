import { createHash } from 'node:crypto';
import type { AnswerRecord, Collection } from '../state.ts';
import { StripeRefusal } from './refusal.ts';

/** Stripe keeps answers for at least 24 hours; afterwards the same key is a new call. */
const keptMilliseconds = 24 * 60 * 60 * 1000;

export type Known = Pick<AnswerRecord, 'status' | 'body' | 'requestId'>;

/** Answers by the caller's key, and the keys whose call has not ended. Times are epoch milliseconds. */
export function createIdempotency(answers: Collection<AnswerRecord>) {
  const underWay = new Set<string>();

  function forgetOld(now: number): void {
    for (const key of answers.keys()) {
      const record = answers.get(key);
      if (record && record.at + keptMilliseconds > now) return;
      answers.remove(key);
    }
  }

  return {
    /** The answer that was given before; throws when it was given to another question, or is still being made. */
    recall(key: string, fingerprint: string, now: number): Known | undefined {
      forgetOld(now);
      if (underWay.has(key))
        throw new StripeRefusal(
          409,
          `There is currently another in-progress request using this Idempotent Key (${key}).`,
          {
            type: 'idempotency_error',
            code: 'idempotency_key_in_use',
          },
        );
      const known = answers.get(key);
      if (known === undefined || known.fingerprint === fingerprint) return known;
      throw new StripeRefusal(
        400,
        `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
        { type: 'idempotency_error' },
      );
    },
    begin: (key: string): void => void underWay.add(key),
    end: (key: string): void => void underWay.delete(key),
    keep(key: string, record: AnswerRecord): void {
      answers.remove(key);
      answers.put(key, record);
    },
  };
}

export type Idempotency = ReturnType<typeof createIdempotency>;

/** Tells calls apart that use one key: the call, its path and its parameters. */
export const fingerprintOf = (...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex');
