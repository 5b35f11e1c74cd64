import type { StoredResult, starts } from '../../adapters/dynamodb/starts.ts';
import type { realtimeTokens } from '../../adapters/realtime-tokens.ts';
import type { JoinGrant } from '../../domain/grant.ts';
import type { ContextOf } from '../runtime/context.ts';
import { type Keyed, keyedResult } from '../runtime/idempotency.ts';
import { RefusalError } from '../runtime/refusal-error.ts';

type Context = ContextOf<{ realtimeTokens: typeof realtimeTokens; starts: typeof starts }>;

/** A grant as it is kept for repeats of its request: without the realtime token, which would be stale by then. */
export function keptGrant({ realtime: { channels }, ...grant }: JoinGrant): object {
  return { ...grant, realtime: { channels } };
}

/**
 * Answers a repeated request as it was answered before, else makes what it asks for. One that is refused may stand in the way
 * of itself: another of its kind may have been done since it looked.
 */
export async function answerOnce(
  context: Context,
  request: Keyed | undefined,
  make: () => Promise<object>,
): Promise<object> {
  if (!request) return make();
  const { userId, key } = request;
  const stored = await context.starts.storedResult(userId, key);
  if (stored) return answerAgain(context, request, stored);
  try {
    return await make();
  } catch (error) {
    const since = error instanceof RefusalError ? await context.starts.storedResult(userId, key) : undefined;
    if (!since) throw error;
    return answerAgain(context, request, since);
  }
}

/** The answer kept for a repeat of the request; a grant with a fresh token. */
export function answerAgain(context: Context, request: Keyed, stored: StoredResult): object {
  const kept = keyedResult(request, stored);
  if (!('realtime' in kept)) return kept;
  return { ...kept, realtime: context.realtimeTokens.grant(request.userId, readChannels(kept.realtime)) };
}

const readChannels = (value: unknown): readonly string[] => (value as JoinGrant['realtime']).channels;
