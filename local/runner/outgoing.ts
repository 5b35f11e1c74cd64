import { AsyncLocalStorage } from 'node:async_hooks';
import http from 'node:http';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';
import type { Cause } from '../model.ts';

/** The invocation that the code now running belongs to. */
export const running = new AsyncLocalStorage<Cause>();

const causeHeader = 'x-rostrum-cause';
const textOf = ({ requestId = '', causedBy = '' }: Cause): string => `${requestId};${causedBy}`;

function withCause<Given extends readonly unknown[]>(
  original: (...given: Given) => http.ClientRequest,
  wireHost: string,
): (...given: Given) => http.ClientRequest {
  return (...given) => {
    const request = original(...given);
    const cause = running.getStore();
    if (cause !== undefined && !request.headersSent && request.getHeader('host') === wireHost) {
      request.setHeader(causeHeader, textOf(cause));
    }
    return request;
  };
}

/** Every later call to the wire front carries the running invocation's cause, whichever way the bundle got hold of `node:http`, or by `fetch`. */
export function markOutgoing(wireHost: string): void {
  for (const module of [http, https]) {
    const request = withCause(module.request.bind(module), wireHost);
    // `get` sends the headers at once, so it has to begin with the changed `request`.
    const get = (...given: Parameters<typeof request>) => request(...given).end();
    Object.assign(module, { request, get });
  }
  syncBuiltinESMExports();
  globalThis.fetch = fetchWithCause(globalThis.fetch, wireHost);
}

const fetchWithCause =
  (original: typeof fetch, wireHost: string): typeof fetch =>
  (input, init) => {
    const cause = running.getStore();
    const request = new Request(input, init);
    if (cause !== undefined && new URL(request.url).host === wireHost) request.headers.set(causeHeader, textOf(cause));
    return original(request);
  };
