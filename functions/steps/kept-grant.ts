import type { results, StoredResult } from '../../adapters/dynamodb/results.ts';
import type { realtimeTokens } from '../../adapters/realtime-tokens.ts';
import type { JoinGrant } from '../../domain/grant.ts';
import type { ContextOf } from '../runtime/context.ts';
import { type Keyed, keyedResult } from '../runtime/idempotency.ts';
import { once } from './once.ts';

type Grants = ContextOf<{ realtimeTokens: typeof realtimeTokens }>;
type Context = Grants & ContextOf<{ results: typeof results }>;

/** A grant as it is kept for repeats of its request: without the realtime token, which would be stale by then. */
export function keptGrant({ realtime: { channels }, ...grant }: JoinGrant): object {
  return { ...grant, realtime: { channels } };
}

/** As `once`, for answers that may be grants. */
export const answerOnce = (context: Context, request: Keyed | undefined, make: () => Promise<object>) =>
  once(context, request, make, (stored, kept) => answerAgain(context, stored, kept));

/** The answer kept for a repeat of the request; a grant with a fresh token. */
export function answerAgain(context: Grants, request: Keyed, stored: StoredResult): object {
  const kept = keyedResult(request, stored);
  if (!('realtime' in kept)) return kept;
  return { ...kept, realtime: context.realtimeTokens.grant(request.userId, readChannels(kept.realtime)) };
}

const readChannels = (value: unknown): readonly string[] => (value as JoinGrant['realtime']).channels;
