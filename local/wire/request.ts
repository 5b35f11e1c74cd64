import type { Cause, WireRequest } from '../model.ts';

/** An AWS request with its service told apart: `/aws/<service>/…`. */
export type Addressed = { readonly service: string; readonly request: WireRequest };

export type RawRequest = {
  readonly method: string;
  /** Path and query, as on the request line. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
};

const prefix = '/aws/';
/** Event APIs are called at a host of their own, below this path. */
const eventPath = '/event';

/** Whether the wire front answers this path. */
export function isWirePath(url: string): boolean {
  return url.startsWith(prefix) || url.split('?', 1)[0] === eventPath;
}

function joinHeaders(headers: RawRequest['headers']): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) joined[name.toLowerCase()] = typeof value === 'string' ? value : value.join(',');
  }
  return joined;
}

/** Splits `/aws/<service>/rest?query`; the stand-in sees `/rest`. `/event` is AppSync's. */
export function addressOf(raw: RawRequest): Addressed {
  const url = new URL(raw.url, 'http://localhost');
  const path = url.pathname === eventPath ? `${prefix}appsync${eventPath}` : url.pathname;
  const [service = '', ...rest] = path.slice(prefix.length).split('/');
  return {
    service,
    request: {
      method: raw.method,
      path: `/${rest.join('/')}`,
      query: url.searchParams,
      headers: joinHeaders(raw.headers),
      body: raw.body,
    },
  };
}

/** The key id that signed the request (Signature Version 4). Signatures themselves are not computed: every key here is public. */
export function keyIdOf(request: WireRequest): string | undefined {
  return /^AWS4-HMAC-SHA256 Credential=([^/,\s]+)\//.exec(request.headers['authorization'] ?? '')?.[1];
}

/** Reads `x-rostrum-cause: requestId;causedBy`, which the runner adds to every call of a function. */
export function causeOf(request: WireRequest): Cause {
  const [requestId, causedBy] = (request.headers['x-rostrum-cause'] ?? '').split(';');
  return { ...(requestId ? { requestId } : {}), ...(causedBy ? { causedBy } : {}) };
}

/** What an operation is called as long as no stand-in has recognized it. */
export function nameOfUnknown(request: WireRequest): string {
  return request.headers['x-amz-target'] ?? `${request.method} ${request.path}`;
}
