import type { HttpApiModel } from '../api-model.ts';
import type { Answer } from './answer.ts';

type Cors = NonNullable<HttpApiModel['cors']>;
type Headers = Readonly<Record<string, string>>;

// Origins may hold a wildcard for any scheme, as in `https://*`.
function isAllowed(cors: Cors, origin: string): boolean {
  return cors.origins.some(
    (allowed) =>
      allowed === '*' || allowed === origin || (allowed.endsWith('://*') && origin.startsWith(allowed.slice(0, -1))),
  );
}

function allowances(cors: Cors, origin: string): Record<string, string> {
  const isOpen = cors.origins.includes('*') && !cors.allowsCredentials;
  return {
    'access-control-allow-origin': isOpen ? '*' : origin,
    ...(!isOpen && { vary: 'Origin' }),
    ...(cors.allowsCredentials && { 'access-control-allow-credentials': 'true' }),
  };
}

/** The gateway's answer to a preflight: always 204, with allowances for allowed origins only. */
export function preflight(cors: Cors, headers: Headers): Answer {
  const { origin } = headers;
  const empty: Answer = { status: 204, headers: {}, cookies: [], body: Buffer.alloc(0) };
  if (origin === undefined || !isAllowed(cors, origin)) return empty;
  return {
    ...empty,
    headers: {
      ...allowances(cors, origin),
      'access-control-allow-methods': cors.methods.join(','),
      'access-control-allow-headers': cors.headers.join(','),
      'access-control-max-age': String(cors.maxAgeSeconds),
    },
  };
}

export const isPreflight = (method: string, headers: Headers): boolean =>
  method === 'OPTIONS' && headers['origin'] !== undefined && headers['access-control-request-method'] !== undefined;

/** Replaces the function's own CORS headers by those of the API's configuration, as HTTP APIs do. */
export function withCors(cors: Cors | undefined, request: Headers, answer: Answer): Answer {
  if (cors === undefined) return answer;
  const kept = Object.entries(answer.headers).filter(([name]) => !name.startsWith('access-control-'));
  const headers = Object.fromEntries(kept);
  const { origin } = request;
  if (origin === undefined || !isAllowed(cors, origin)) return { ...answer, headers };
  const exposed = cors.exposedHeaders.join(',');
  const allowed: Record<string, string> = {
    ...allowances(cors, origin),
    ...(exposed !== '' && { 'access-control-expose-headers': exposed }),
  };
  const vary = [headers['vary'], allowed['vary']].filter((part) => part !== undefined).join(', ');
  return { ...answer, headers: { ...headers, ...allowed, ...(vary !== '' && { vary }) } };
}
