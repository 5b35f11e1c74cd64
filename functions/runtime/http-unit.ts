import middy from '@middy/core';
import httpHeaderNormalizer from '@middy/http-header-normalizer';
import httpJsonBodyParser from '@middy/http-json-body-parser';
import httpRouter from '@middy/http-router';
import httpSecurityHeaders from '@middy/http-security-headers';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type { HttpEvent, HttpHandler } from './http.ts';
import { answerOf, codeOf } from './http-edge.ts';
import { noteRoom, noting } from './notes.ts';
import { stop } from './refusal-error.ts';
import { telemetryOf } from './telemetry.ts';

/** One route of a unit, as the bundle's entry lists it out of the manifest. */
export type HttpRoute = {
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly status: number;
  readonly run: HttpHandler;
};

/** The Lambda handler of an HTTP unit: a router over its operations, and the one edge where errors become answers. */
export function httpUnit(unit: string, routes: readonly HttpRoute[]) {
  const telemetry = telemetryOf(unit);
  const router = httpRouter<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>({
    routes: routes.map((route) => ({ method: route.method, path: route.path, handler: handlerOf(route, telemetry) })),
    notFoundResponse: () => stop('not_found'),
  });
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>(router)
    .use(httpHeaderNormalizer())
    .use(httpSecurityHeaders({ contentSecurityPolicy: false }))
    .before(({ event }) => stripStage(event))
    .onError((request) => {
      const requestId = requestIdOf(request.event);
      request.response = marked(answerOf(request.error, requestId, telemetry), requestId);
    });
}

function handlerOf(route: HttpRoute, telemetry: ReturnType<typeof telemetryOf>) {
  const serve = async (event: APIGatewayProxyEventV2) => {
    const startedAt = performance.now();
    const requestId = requestIdOf(event);
    noteRoom(event.pathParameters?.['roomId']);
    const { answer, code } = await run(route, event).then(
      (answer) => ({ answer, code: undefined }),
      (error: unknown) => ({ answer: answerOf(error, requestId, telemetry), code: codeOf(error) }),
    );
    telemetry.answered({
      operation: route.name,
      requestId,
      status: answer.statusCode ?? 200,
      ...(code !== undefined && { code }),
      durationMilliseconds: performance.now() - startedAt,
    });
    return marked(answer, requestId);
  };
  return (event: APIGatewayProxyEventV2, _context: Context) => noting(() => serve(event));
}

/** A body that cannot be read rejects like anything else that is refused. */
const run = async ({ run, status }: HttpRoute, event: APIGatewayProxyEventV2) =>
  run(run.takesBytes ? event : parseBody(event), status);

type Answer = APIGatewayProxyStructuredResultV2;

/** The security headers' own policy would replace a page's: answers without one may load and frame nothing. */
const marked = (answer: Answer, requestId: string): Answer => ({
  ...answer,
  headers: {
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    ...answer.headers,
    'x-request-id': requestId,
  },
});

const requestIdOf = (event: APIGatewayProxyEventV2): string => event.requestContext.requestId;

const jsonBody = httpJsonBodyParser({ disableContentTypeCheck: true });

/** A call without a body needs no content type; a body that is no JSON is refused before any rule runs. */
function parseBody(event: APIGatewayProxyEventV2): HttpEvent {
  if (event.body === undefined || event.body === '') return { ...event, body: undefined };
  const request = { event: { ...event } };
  try {
    toParser(jsonBody.before)(request);
  } catch {
    stop('invalid_field', { param: 'body', message: 'The body is not valid JSON.' });
  }
  return request.event;
}

const toParser = (before: unknown) => before as (request: { event: APIGatewayProxyEventV2 }) => void;

/** Behind a stage prefix the path carries the stage's name, and the router matches on it. */
function stripStage(event: APIGatewayProxyEventV2): void {
  const { http, stage } = event.requestContext;
  const prefix = `/${stage}/`;
  if (stage !== '$default' && http.path.startsWith(prefix)) http.path = http.path.slice(prefix.length - 1);
}
