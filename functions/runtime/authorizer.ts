import { type AdapterMakers, type ContextOf, createContext } from './context.ts';
import type { WorkerHandler } from './worker.ts';

/** What the realtime service asks before it lets a client in: `channel` only when it is about one. */
export type Asked = { readonly token: string; readonly operation: string; readonly channel?: string };

type Spec<Makers extends AdapterMakers> = {
  readonly adapters: Makers;
  /** Whether the client may; must need no call to anything, it is asked for every subscription. */
  run(context: ContextOf<Makers>, asked: Asked): boolean;
};

/** A Lambda authorizer of AppSync Events. Its answers are never kept: a token lasts as long as it says itself. */
export function onAuthorizing<Makers extends AdapterMakers>(spec: Spec<Makers>): WorkerHandler {
  return async (event, requestId) => {
    const isAuthorized = spec.run(createContext(spec.adapters, { id: requestId }), toAsked(event));
    return { items: 1, failedIds: [], answer: { isAuthorized, ttlOverride: 0 } };
  };
}

type AuthorizerEvent = {
  readonly authorizationToken?: string;
  readonly requestContext?: { readonly operation?: string; readonly channel?: string | null };
};

const toAsked = (event: unknown): Asked => {
  const { authorizationToken = '', requestContext: { operation = '', channel } = {} } = event as AuthorizerEvent;
  return { token: authorizationToken, operation, ...(channel && { channel }) };
};
