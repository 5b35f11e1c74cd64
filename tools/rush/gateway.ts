import { createHash } from 'node:crypto';
import { readSettings } from '../../functions/runtime/config.ts';
import { laneOf, throttlesOf } from '../../lib/lanes.ts';
import type { Outcome } from '../../test/simulation/machine/operations.ts';
import type { Unit } from '../../test/simulation/machine/units.ts';
import { type Busiest, createBusiest } from './busiest.ts';
import { createTokenBucket } from './token-bucket.ts';
import type { RushWorld } from './world.ts';

/** What somebody is answered; 429 and no code when the gateway did not let them through, 504 when nothing came in time. */
export type Answer = {
  readonly status: number;
  readonly code: string;
  readonly body: Body;
  /** Epoch milliseconds of the virtual clock, when the request came in. */
  readonly askedAt: number;
  /** Milliseconds until the answer. */
  readonly took: number;
};
type Body = {
  readonly ticket?: { readonly state: string };
  readonly payment?: { readonly status: string; readonly checkoutUrl?: string };
  readonly room?: { readonly id: string };
  readonly error?: { readonly code?: string };
};
export type Person = { readonly name: string; readonly userId: string };
export type Ask = { readonly roomId?: string; readonly query?: string; readonly body?: object };

export type Gateway = {
  call(person: Person, operation: string, ask: Ask): Promise<Answer>;
  /** Requests that came, and those let through, in their busiest second; executions at a time. */
  readonly busiest: Busiest;
  mostAtOnce(): number;
};

/** "10 000 requests per second with a burst of 5 000" over all routes: the account's limit. */
const account = { ratePerSecond: 10_000, burst: 5_000 };

type Route = { readonly unit: Unit; readonly method: string; readonly path: string; readonly mayPass: () => boolean };

/** API Gateway as it is deployed: the throttle of each route's lane and that of the account stand before the units. */
export function createGateway(world: RushWorld, lanePerSecond: number | undefined): Gateway {
  const now = world.timeline.now;
  const routes = routesOf(world, lanePerSecond);
  const ofAccount = createTokenBucket(account.ratePerSecond, account.burst, now);
  const busiest = createBusiest(now);
  let [count, running, most] = [0, 0, 0];
  return {
    busiest,
    mostAtOnce: () => most,
    async call(person, operation, ask) {
      const route = routes.get(operation);
      if (!route) throw new Error(`No operation is called ${operation}`);
      const askedAt = now();
      busiest.add(`${operation} asked`);
      if (!ofAccount() || !route.mayPass()) return { status: 429, code: '', body: {}, askedAt, took: 0 };
      busiest.add(`${operation} let through`);
      count += 1;
      running += 1;
      most = Math.max(most, running);
      const event = eventOf(route, person, ask, `request-${count}`);
      const outcome = await world.operations.execute(operation, route.unit.timeoutSeconds, () =>
        route.unit.run(event, event.requestContext.requestId),
      );
      running -= 1;
      return { ...toAnswer(outcome), askedAt, took: now() - askedAt };
    },
  };
}

function routesOf({ units, timeline }: RushWorld, lanePerSecond: number | undefined): ReadonlyMap<string, Route> {
  const throttles = throttlesOf(readSettings().config);
  const routes = [...units.values()].flatMap((unit) =>
    unit.operations.flatMap((operation): [string, Route][] => {
      const { name, trigger } = operation;
      if (!('http' in trigger)) return [];
      const [method = '', path = ''] = trigger.http.split(' ');
      const { ratePerSecond, burst } = throttles[laneOf({ ...operation, trigger })];
      const rate = name === 'buyTicket' ? (lanePerSecond ?? ratePerSecond) : ratePerSecond;
      const mayPass = createTokenBucket(rate, (burst * rate) / ratePerSecond, timeline.now);
      return [[name, { unit, method, path, mayPass }]];
    }),
  );
  return new Map(routes);
}

const issuer = 'http://in-process/oidc';
export const accountOf = ({ userId }: Person) => ({ issuer, sub: userId });

function eventOf(
  { method, path: pattern }: Route,
  person: Person,
  { roomId = '', query = '', body }: Ask,
  requestId: string,
) {
  const path = pattern.replace('{roomId}', roomId);
  const { sub } = accountOf(person);
  const claims = { iss: issuer, sub, preferred_username: person.name };
  const http = { method, path, protocol: 'HTTP/1.1', sourceIp: addressOf(person), userAgent: 'rush' };
  const headers = { 'content-type': 'application/json', host: 'rooms.example', 'x-forwarded-proto': 'https' };
  return {
    version: '2.0',
    routeKey: `${method} ${pattern}`,
    rawPath: path,
    rawQueryString: query,
    ...(query && { queryStringParameters: Object.fromEntries(new URLSearchParams(query)) }),
    headers,
    requestContext: { requestId, stage: '$default', http, authorizer: { jwt: { claims, scopes: null } } },
    isBase64Encoded: false,
    ...(body && { body: JSON.stringify(body) }),
  };
}

/** Everybody has an address of their own. */
const addressOf = ({ userId }: Person): string => {
  const [a = 0, b = 0, c = 0] = createHash('sha256').update(userId).digest();
  return `10.${a}.${b}.${c}`;
};

function toAnswer(outcome: Outcome<unknown>): Pick<Answer, 'status' | 'code' | 'body'> {
  if (outcome.kind === 'crashed') return { status: 504, code: 'timeout', body: {} };
  if (outcome.kind === 'failed') return { status: 500, code: String(outcome.error), body: {} };
  const { statusCode, body } = toReply(outcome.answer);
  const read = toBody(JSON.parse(body));
  return { status: statusCode, code: read.error?.code ?? '', body: read };
}
const toReply = (answer: unknown) => answer as { readonly statusCode: number; readonly body: string };
const toBody = (body: unknown) => body as Body;
