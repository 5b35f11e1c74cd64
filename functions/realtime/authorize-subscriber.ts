import { realtimeTokens } from '../../adapters/realtime-tokens.ts';
import { mayListen } from '../../domain/realtime.ts';
import { type Asked, onAuthorizing } from '../runtime/authorizer.ts';
import type { ContextOf } from '../runtime/context.ts';

const adapters = { realtimeTokens };

/** Clients connect with any token of ours and listen to the channels it names, to the letter; they never publish. */
export function authorizeSubscriber(
  context: ContextOf<typeof adapters>,
  { token, operation, channel }: Asked,
): boolean {
  const subscriber = context.realtimeTokens.read(token);
  if (!subscriber) return false;
  if (operation === 'EVENT_CONNECT') return true;
  return operation === 'EVENT_SUBSCRIBE' && channel !== undefined && mayListen(subscriber, channel, context.now());
}

export const handler = onAuthorizing({ adapters, run: authorizeSubscriber });
