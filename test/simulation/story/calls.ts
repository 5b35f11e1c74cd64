import type { Unit } from '../machine/units.ts';
import type { World } from '../machine/world.ts';
import { claimsOf, type Person } from './cast.ts';
import { leaveAs } from './leaving.ts';

/** An answer as the client sees it; 0 when none came, 504 when the operation ran too long. */
export type Answer = {
  readonly status: number;
  readonly code: string;
  readonly body: AnswerBody;
  /** What befell the calls of the operation, in order. */
  readonly befallen?: readonly string[];
};
export type Credential = { readonly AttendeeId: string; readonly JoinToken: string };
export type AnswerBody = {
  readonly room?: { readonly id: string };
  readonly data?: readonly { readonly userId: string }[];
  readonly role?: string;
  readonly ticket?: { readonly state: string };
  readonly payment?: { readonly status: string; readonly checkoutUrl?: string; readonly clientSecret?: string };
  readonly audio?: {
    readonly kind: string;
    readonly attendee: Credential;
    readonly stage?: { readonly attendee: Credential };
  };
};

/** What stands in the operation's path: the room, the person it concerns. */
export type Path = { readonly roomId?: string; readonly userId?: string };
export type Told = { readonly body?: object; readonly headers?: Readonly<Record<string, string>> };

export type Api = { call(person: Person, operation: string, path: Path, told?: Told): Promise<Answer> };

/** The HTTP API as the gateway hands it to its units, for people whose tokens are good. */
export function createApi(world: World, onAnswer: (person: Person, operation: string, answer: Answer) => void): Api {
  const routes = routesOf(world.units);
  let count = 0;
  return {
    async call(person, operation, path, told = {}) {
      const route = routes.get(operation);
      if (!route) throw new Error(`No operation is called ${operation}`);
      count += 1;
      const event = eventOf(route, { person, path, told, requestId: `request-${count}` });
      const { requestId } = event.requestContext;
      const run = () =>
        operation === 'leaveRoom' ? leaveAs(person, path.roomId ?? '', requestId) : route.unit.run(event, requestId);
      const outcome = await world.operations.execute(operation, route.unit.timeoutSeconds, run);
      const answer =
        outcome.kind === 'answered'
          ? { ...toAnswer(outcome.answer), befallen: outcome.befallen }
          : { status: 0, code: outcome.kind, body: {} };
      world.trace.say(
        `${person.name}: ${operation} ${Object.values(path).join(' ')} → ${answer.status} ${answer.code}`,
      );
      onAnswer(person, operation, answer);
      return answer;
    },
  };
}

type Route = { readonly unit: Unit; readonly method: string; readonly path: string };
type Asked = {
  readonly person: Person;
  readonly path: Path;
  readonly told: Told;
  readonly requestId: string;
};

function routesOf(units: ReadonlyMap<string, Unit>): ReadonlyMap<string, Route> {
  const routes = [...units.values()].flatMap((unit) =>
    unit.operations.flatMap(({ name, trigger }): [string, Route][] => {
      if (!('http' in trigger)) return [];
      const [method = '', path = ''] = trigger.http.split(' ');
      return [[name, { unit, method, path }]];
    }),
  );
  return new Map(routes);
}

function eventOf({ method, path: pattern }: Route, { person, path: given, told, requestId }: Asked) {
  const { body, headers } = told;
  const path = Object.entries(given).reduce((text, [name, value]) => text.replace(`{${name}}`, value), pattern);
  const http = { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'simulation' };
  return {
    version: '2.0',
    routeKey: `${method} ${pattern}`,
    rawPath: path,
    rawQueryString: '',
    headers: { 'content-type': 'application/json', ...headers },
    requestContext: {
      requestId,
      stage: '$default',
      http,
      authorizer: { jwt: { claims: claimsOf(person), scopes: null } },
    },
    isBase64Encoded: false,
    ...(body && { body: JSON.stringify(body) }),
  };
}

function toAnswer(answer: unknown): Answer {
  const { statusCode = 0, body = '{}' } = answer as { readonly statusCode?: number; readonly body?: string };
  const read = JSON.parse(body) as AnswerBody & { readonly error?: { readonly code?: string } };
  return { status: statusCode, code: read.error?.code ?? '', body: read };
}
