import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpApiModel } from '../api-model.ts';
import type { Clock, Invoke } from '../model.ts';
import { type Answer, gatewayAnswer, internalError, toAnswer } from './answer.ts';
import { type Authorizer, createAuthorizer } from './authorizer.ts';
import { isPreflight, preflight, withCors } from './cors.ts';
import { type Authorized, type Incoming, makeRequestId, toEvent } from './event.ts';
import { joinHeaders } from './headers.ts';
import { createRouteTable, type Match, type RouteTable } from './routes.ts';
import { createThrottle } from './throttle.ts';

export type GatewayOptions = {
  readonly clock: Clock;
  readonly apis: readonly HttpApiModel[];
  readonly accountId: string;
  readonly invoke: Invoke;
};

export type Gateway = {
  /** Answers a request whose path is routed; false when no route knows it, so that the site may. */
  handle(request: IncomingMessage, response: ServerResponse, body: Buffer): Promise<boolean>;
  /** Whether a path lies below one of the API's own first segments, e.g. `/v1/…`. */
  owns(path: string): boolean;
  /** What API Gateway says to a path without a route. */
  refuseUnknown(request: IncomingMessage, response: ServerResponse): void;
};

// Limits of HTTP APIs: 10 MB of body, 30 s until an integration must have answered.
export const bodyLimit = 10 * 1024 * 1024;
const integrationTimeoutMilliseconds = 30_000;

type Entry = { readonly api: HttpApiModel; readonly routes: RouteTable };
type Found = { readonly entry: Entry; readonly match: Match };
type Throttles = ReadonlyMap<object, { take(): boolean }>;

const tooLarge = (): Answer => gatewayAnswer(413, 'Request Entity Too Large');

function toIncoming(request: IncomingMessage, body: Buffer): Incoming {
  const url = request.url ?? '/';
  const mark = url.indexOf('?');
  return {
    method: request.method ?? 'GET',
    path: mark < 0 ? url : url.slice(0, mark),
    rawQuery: mark < 0 ? '' : url.slice(mark + 1),
    rawHeaders: request.rawHeaders,
    body,
    sourceIp: (request.socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, ''),
    protocol: `HTTP/${request.httpVersion}`,
  };
}

// A named stage is reached behind `/<stage>`, as at the API's own address, and without it, as behind a custom domain.
function findRoute(entries: readonly Entry[], method: string, path: string): Found | undefined {
  for (const entry of entries) {
    const prefix = `/${entry.api.stage}`;
    const direct = entry.routes.find(method, path);
    if (direct !== undefined) return { entry, match: direct };
    if (entry.api.stage === '$default' || !path.startsWith(`${prefix}/`)) continue;
    const staged = entry.routes.find(method, path.slice(prefix.length));
    if (staged !== undefined) return { entry, match: staged };
  }
  return undefined;
}

function send(response: ServerResponse, method: string, requestId: string, answer: Answer): void {
  const { 'content-length': _length, ...headers } = answer.headers;
  response.writeHead(answer.status, {
    ...headers,
    ...(answer.cookies.length > 0 && { 'set-cookie': [...answer.cookies] }),
    ...(answer.status !== 204 && { 'content-length': answer.body.length }),
    'apigw-requestid': requestId,
  });
  response.end(method === 'HEAD' ? undefined : answer.body);
}

async function withinLimit(work: Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Answer>((resolve) => {
    timer = setTimeout(() => resolve(gatewayAnswer(503, 'Service Unavailable')), integrationTimeoutMilliseconds);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

function createThrottles(options: GatewayOptions): Throttles {
  const routes = options.apis.flatMap((api) => api.routes);
  return new Map(
    routes.flatMap((route) => (route.throttle ? [[route, createThrottle(options.clock, route.throttle)]] : [])),
  );
}

/** The HTTP APIs of the template: routes, authorizer, throttles, CORS, and the event of payload format 2.0. */
export function createGateway(options: GatewayOptions): Gateway {
  const { clock } = options;
  const entries: readonly Entry[] = options.apis.map((api) => ({ api, routes: createRouteTable(api) }));
  const throttles = createThrottles(options);
  const authorizer: Authorizer = createAuthorizer(clock);

  const integrate = async (incoming: Incoming, found: Found, requestId: string, authorized?: Authorized) => {
    const { api } = found.entry;
    const facts = { requestId, apiId: api.id, accountId: options.accountId, stage: api.stage, at: clock.now() };
    const event = toEvent(incoming, found.match, { ...facts, ...(authorized && { authorized }) });
    const invocation = await options.invoke(found.match.route.functionArn, event, { requestId });
    if (invocation.isOk) return toAnswer(invocation.payload);
    // Between Lambda's 6 MB and the gateway's own 10 MB it is Lambda that refuses.
    return invocation.errorType === 'RequestTooLargeException' ? tooLarge() : internalError();
  };

  const answer = async (incoming: Incoming, found: Found, requestId: string): Promise<Answer> => {
    const { route } = found.match;
    if (incoming.body.length > bodyLimit) return tooLarge();
    if (throttles.get(route)?.take() === false) return gatewayAnswer(429, 'Too Many Requests');
    if (route.authorizer === undefined) return withinLimit(integrate(incoming, found, requestId));
    const verdict = await authorizer.check(route.authorizer, joinHeaders(incoming.rawHeaders)['authorization']);
    if ('refusal' in verdict) return verdict.refusal;
    return withinLimit(integrate(incoming, found, requestId, verdict.authorized));
  };

  const corsOf = (found: Found | undefined) => (found?.entry ?? entries[0])?.api.cors;

  return {
    async handle(request, response, body) {
      const incoming = toIncoming(request, body);
      const headers = joinHeaders(incoming.rawHeaders);
      const cors = corsOf(undefined);
      if (cors !== undefined && isPreflight(incoming.method, headers)) {
        send(response, incoming.method, makeRequestId(), preflight(cors, headers));
        return true;
      }
      const found = findRoute(entries, incoming.method, incoming.path);
      if (found === undefined) return false;
      const requestId = makeRequestId();
      const given = await answer(incoming, found, requestId);
      send(response, incoming.method, requestId, withCors(corsOf(found), headers, given));
      return true;
    },
    owns: (path) => entries.some(({ routes }) => routes.territories.has(path.split('/')[1] ?? '')),
    refuseUnknown(request, response) {
      const answer = withCors(corsOf(undefined), joinHeaders(request.rawHeaders), gatewayAnswer(404, 'Not Found'));
      send(response, request.method ?? 'GET', makeRequestId(), answer);
    },
  };
}
