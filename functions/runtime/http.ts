import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type * as z from 'zod/mini';
import { readCaller, type User, type Visitor } from './caller.ts';
import { type AdapterMakers, type ContextOf, createContext, wiringOfEnvironment } from './context.ts';
import { parseInput } from './input.ts';
import { stop } from './refusal-error.ts';

/** An operation behind an HTTP route. `input` is one object: path, query and body together, the path winning. */
export type HttpSpec<Makers extends AdapterMakers, Input extends z.ZodMiniType, Who extends Visitor, Answer> = {
  readonly input: Input;
  readonly adapters: Makers;
  run(context: ContextOf<Makers>, caller: Who, input: z.infer<Input>): Promise<Answer>;
  /** How the answer is written; JSON unless said otherwise. */
  readonly write?: (answer: Answer) => Written;
};
/** `isMissing` answers 404 in the operation's own form, e.g. as a page. */
export type Written = {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly isMissing?: boolean;
};

/** What a unit's router calls; the status comes from the manifest. `takesBytes`: the body is handed on unread. */
export type HttpHandler = {
  (event: HttpEvent, status: number): Promise<APIGatewayProxyStructuredResultV2>;
  readonly takesBytes?: true;
};
export type HttpEvent = Omit<APIGatewayProxyEventV2, 'body'> & { readonly body?: unknown };

/** For routes behind the API's authorizer: the caller is the user of the token. */
export function http<Makers extends AdapterMakers, Input extends z.ZodMiniType, Answer>(
  spec: HttpSpec<Makers, Input, User, Answer>,
): HttpHandler {
  return answering(spec, async (event) => {
    const caller = readCaller(claimsOf(event), wiringOfEnvironment().digest);
    if (caller.kind === 'user') return caller;
    return stop(caller.kind === 'app' ? 'not_allowed_for_role' : 'unauthenticated');
  });
}

/** Runs the operation for whoever `identify` finds; shared by the routes with and without an authorizer. */
export function answering<Makers extends AdapterMakers, Input extends z.ZodMiniType, Who extends Visitor, Answer>(
  spec: HttpSpec<Makers, Input, Who, Answer>,
  identify: (event: HttpEvent) => Promise<Who>,
): HttpHandler {
  return async (event, status) => {
    const caller = await identify(event);
    const input = parseInput(spec.input, event);
    const context = createContext(spec.adapters, requestOf(event));
    const answer = await spec.run(context, caller, input);
    const { headers, body, isMissing } = (spec.write ?? writeJson)(answer);
    return { statusCode: isMissing ? 404 : status, headers, body };
  };
}

const writeJson = (answer: unknown): Written => ({
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(answer),
});

/** The mark of a request, for its context. */
export function requestOf(event: HttpEvent) {
  const key = event.headers['idempotency-key'];
  const { requestId: id, http } = event.requestContext;
  const { host, 'x-forwarded-proto': scheme } = event.headers;
  return { id, address: http.sourceIp, origin: `${scheme}://${host}`, ...(key && { idempotencyKey: key }) };
}

function claimsOf(event: HttpEvent): Readonly<Record<string, unknown>> {
  const { authorizer } = toAuthorized(event.requestContext);
  return authorizer?.jwt?.claims ?? {};
}

const toAuthorized = (context: unknown) =>
  context as { readonly authorizer?: { readonly jwt?: { readonly claims?: Readonly<Record<string, unknown>> } } };
