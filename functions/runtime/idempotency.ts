import type { StoredResult } from '../../adapters/dynamodb/results.ts';
import type { User } from './caller.ts';
import type { Surroundings } from './context.ts';
import { stop } from './refusal-error.ts';

/** A request that its caller wants done only once. */
export type Keyed = { readonly userId: string; readonly key: string; readonly bodyDigest: string };

/** Printable ASCII, as header values are; anything longer than 255 characters is a mistake. */
const keyForm = /^[\x21-\x7e]{1,255}$/;

/** The request under its caller's key, or nothing when it carries none. */
export function keyed(context: Surroundings, caller: Pick<User, 'userId'>, body: object): Keyed | undefined {
  const key = context.request.idempotencyKey;
  if (key === undefined) return undefined;
  if (!keyForm.test(key))
    return stop('invalid_field', {
      param: 'Idempotency-Key',
      message: 'Idempotency-Key must have 1 to 255 printable characters.',
    });
  const bodyDigest = Buffer.from(context.digest(JSON.stringify(body))).toString('base64url');
  return { userId: caller.userId, key, bodyDigest };
}

/** Answers are kept for 24 hours; epoch seconds, as time to live wants them. */
export const keptUntil = (context: Surroundings): number => Math.floor(context.now() / 1000) + 86_400;

/** What is stored beside the thing made, in the same transaction. */
export const resultOf = (request: Keyed | undefined, answer: object): StoredResult | undefined =>
  request && { ...request, result: JSON.stringify(answer) };

/** The answer given before; another body under the same key is a mistake of the caller. */
export function keyedResult(request: Keyed, stored: StoredResult): object {
  if (stored.bodyDigest !== request.bodyDigest) return stop('idempotency_mismatch', { param: 'Idempotency-Key' });
  return toAnswer(JSON.parse(stored.result));
}

const toAnswer = (value: unknown) => value as object;
