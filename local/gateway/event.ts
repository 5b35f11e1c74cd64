import { randomBytes } from 'node:crypto';
import type { Json, JsonObject } from '../model.ts';
import { isText, joinHeaders, joinQuery, readCookies } from './headers.ts';
import type { Match } from './routes.ts';

/** A request as the gateway read it from the socket. */
export type Incoming = {
  readonly method: string;
  /** Path without query, as sent (percent-encoded), with the stage prefix if it came with one. */
  readonly path: string;
  readonly rawQuery: string;
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
  readonly sourceIp: string;
  readonly protocol: string;
};

/** What the authorizer found in the token; claims are text. */
export type Authorized = {
  readonly claims: Readonly<Record<string, string>>;
  readonly scopes: readonly string[] | null;
};

export type EventFacts = {
  readonly requestId: string;
  readonly apiId: string;
  readonly accountId: string;
  readonly stage: string;
  readonly at: number;
  readonly authorized?: Authorized;
};

/** 16 characters ending in `=`, as HTTP APIs name their requests. */
export const makeRequestId = (): string => `${randomBytes(12).toString('base64url').slice(0, 15)}=`;

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `12/Mar/2026:19:03:58 +0000` */
export function toLogTime(at: number): string {
  const [date = '', time = ''] = new Date(at).toISOString().split('T');
  const [year, month, day] = date.split('-');
  return `${day}/${months[Number(month) - 1]}/${year}:${time.slice(0, 8)} +0000`;
}

/** HTTP APIs hand the path on decoded, and cut it at a decoded question mark. */
export function decodePath(path: string): string {
  try {
    return decodeURIComponent(path).split('?', 1)[0] ?? '';
  } catch {
    return path;
  }
}

function headersOf(incoming: Incoming, host: string, at: number): Record<string, string> {
  const { cookie: _cookie, connection: _connection, ...headers } = joinHeaders(incoming.rawHeaders);
  return {
    'content-length': String(incoming.body.length),
    ...headers,
    'x-amzn-trace-id': `Root=1-${Math.floor(at / 1000).toString(16)}-${randomBytes(12).toString('hex')}`,
    'x-forwarded-for': incoming.sourceIp,
    'x-forwarded-port': host.split(':').at(-1) ?? '80',
    'x-forwarded-proto': 'http',
  };
}

function requestContextOf(incoming: Incoming, match: Match, facts: EventFacts, host: string): JsonObject {
  const headers = joinHeaders(incoming.rawHeaders);
  const domainName = host.replace(/:\d+$/, '');
  const { authorized } = facts;
  return {
    accountId: facts.accountId,
    apiId: facts.apiId,
    ...(authorized && { authorizer: { jwt: { claims: authorized.claims, scopes: authorized.scopes } } }),
    domainName,
    domainPrefix: domainName.split('.', 1)[0],
    http: {
      method: incoming.method,
      path: decodePath(incoming.path),
      protocol: incoming.protocol,
      sourceIp: incoming.sourceIp,
      userAgent: headers['user-agent'] ?? '',
    },
    requestId: facts.requestId,
    routeKey: routeKeyOf(match),
    stage: facts.stage,
    time: toLogTime(facts.at),
    timeEpoch: Math.floor(facts.at),
  };
}

const routeKeyOf = ({ route }: Match): string =>
  route.path === '$default' ? '$default' : `${route.method} ${route.path}`;

/** The event of payload format 2.0. Absent parts (cookies, query, path parameters, body) are left out. */
export function toEvent(incoming: Incoming, match: Match, facts: EventFacts): Json {
  const host = joinHeaders(incoming.rawHeaders)['host'] ?? 'localhost';
  const headers = headersOf(incoming, host, facts.at);
  const cookies = readCookies(incoming.rawHeaders);
  const query = joinQuery(incoming.rawQuery);
  const hasText = isText(headers, incoming.body);
  return {
    version: '2.0',
    routeKey: routeKeyOf(match),
    rawPath: decodePath(incoming.path),
    rawQueryString: incoming.rawQuery,
    ...(cookies.length > 0 && { cookies }),
    headers,
    ...(query && { queryStringParameters: query }),
    requestContext: requestContextOf(incoming, match, facts, host),
    ...(Object.keys(match.pathParameters).length > 0 && { pathParameters: match.pathParameters }),
    ...(incoming.body.length > 0 && { body: incoming.body.toString(hasText ? 'utf8' : 'base64') }),
    isBase64Encoded: incoming.body.length > 0 && !hasText,
  };
}
