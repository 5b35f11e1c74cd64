import type { StoredResult } from '../../adapters/dynamodb/starts.ts';
import type { realtimeTokens } from '../../adapters/realtime-tokens.ts';
import type { JoinGrant } from '../../domain/grant.ts';
import type { ContextOf } from '../runtime/context.ts';
import { type Keyed, keyedResult } from '../runtime/idempotency.ts';

type Context = ContextOf<{ realtimeTokens: typeof realtimeTokens }>;

/** A grant as it is kept for repeats of its request: without the realtime token, which would be stale by then. */
export function keptGrant({ realtime: { channels }, ...grant }: JoinGrant): object {
  return { ...grant, realtime: { channels } };
}

/** The answer kept for a repeat of the request; a grant with a fresh token. */
export function answerAgain(context: Context, request: Keyed, stored: StoredResult): object {
  const kept = keyedResult(request, stored);
  if (!('realtime' in kept)) return kept;
  return { ...kept, realtime: context.realtimeTokens.grant(request.userId, readChannels(kept.realtime)) };
}

const readChannels = (value: unknown): readonly string[] => (value as JoinGrant['realtime']).channels;
