import type { results, StoredResult } from '../../adapters/dynamodb/results.ts';
import type { ContextOf } from '../runtime/context.ts';
import { type Keyed, keyedResult } from '../runtime/idempotency.ts';
import { RefusalError } from '../runtime/refusal-error.ts';

type Context = ContextOf<{ results: typeof results }>;

/**
 * Answers a repeated request as it was answered before, else makes what it asks for. One that is refused may stand in the way
 * of itself: another of its kind may have been done since it looked. `again` reads the answer that was kept.
 */
export async function once(
  context: Context,
  request: Keyed | undefined,
  make: () => Promise<object>,
  again: (request: Keyed, stored: StoredResult) => object = keyedResult,
): Promise<object> {
  if (!request) return make();
  const { userId, key } = request;
  const stored = await context.results.storedResult(userId, key);
  if (stored) return again(request, stored);
  try {
    return await make();
  } catch (error) {
    const since = error instanceof RefusalError ? await context.results.storedResult(userId, key) : undefined;
    if (!since) throw error;
    return again(request, since);
  }
}
