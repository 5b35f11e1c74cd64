import type { Unit } from '../machine/units.ts';
import type { World } from '../machine/world.ts';
import { claimsOf, type Person } from './cast.ts';
import { leaveAs } from './leaving.ts';

/** An answer as the client sees it; 0 when none came, 504 when the operation ran too long. */
export type Answer = { readonly status: number; readonly code: string; readonly body: AnswerBody };
export type Credential = { readonly AttendeeId: string; readonly JoinToken: string };
export type AnswerBody = {
  readonly room?: { readonly id: string };
  readonly role?: string;
  readonly audio?: {
    readonly kind: string;
    readonly attendee: Credential;
    readonly stage?: { readonly attendee: Credential };
  };
};

export type Api = {
  call(
    person: Person,
    operation: string,
    roomId: string,
    body?: object,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer>;
};

/** The HTTP API as the gateway hands it to its units, for people whose tokens are good. */
export function createApi(world: World, onAnswer: (person: Person, operation: string, answer: Answer) => void): Api {
  const routes = routesOf(world.units);
  let count = 0;
  return {
    async call(person, operation, roomId, body, headers = {}) {
      const route = routes.get(operation);
      if (!route) throw new Error(`No operation is called ${operation}`);
      count += 1;
      const event = eventOf(route, { person, roomId, body, headers, requestId: `request-${count}` });
      const { requestId } = event.requestContext;
      const run = () =>
        operation === 'leaveRoom' ? leaveAs(person, roomId, requestId) : route.unit.run(event, requestId);
      const outcome = await world.operations.execute(operation, route.unit.timeoutSeconds, run);
      const answer =
        outcome.kind === 'answered' ? toAnswer(outcome.answer) : { status: 0, code: outcome.kind, body: {} };
      world.trace.say(`${person.name}: ${operation} ${roomId} → ${answer.status} ${answer.code}`);
      onAnswer(person, operation, answer);
      return answer;
    },
  };
}

type Route = { readonly unit: Unit; readonly method: string; readonly path: string };
type Asked = {
  readonly person: Person;
  readonly roomId: string;
  readonly body: object | undefined;
  readonly headers: Readonly<Record<string, string>>;
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

function eventOf({ method, path: pattern }: Route, { person, roomId, body, headers, requestId }: Asked) {
  const path = pattern.replace('{roomId}', roomId);
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
