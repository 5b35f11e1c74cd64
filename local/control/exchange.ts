import type { ServerResponse } from 'node:http';
import * as z from 'zod/mini';
import type { JsonObject } from '../model.ts';

/** A request to the control plane, its body read as JSON. */
export type Ask = { readonly query: URLSearchParams; readonly body: unknown };

export type Answer = { readonly status?: number; readonly body: JsonObject };

export type Call = {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  run(ask: Ask): Answer | Promise<Answer>;
};

/** A refusal of the control plane: `{error: {code, message, param}}`. */
export class ControlRefusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly param: string | undefined;
  constructor(status: number, code: string, message: string, param?: string) {
    super(message);
    this.status = status;
    this.code = code;
    this.param = param;
  }
}

/** The body as the schema wants it; the refusal names the field. Fields that the schema does not know are left out. */
export function readBody<S extends z.core.$ZodType>(schema: S, body: unknown): z.core.output<S> {
  const read = z.safeParse(schema, body);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  const param = issue?.path.join('.') || 'body';
  throw new ControlRefusal(400, 'invalid_field', `${param}: ${issue?.message ?? 'not as expected'}`, param);
}

/** Parses a body; none at all reads as an empty object. */
export function parseJson(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString());
  } catch {
    throw new ControlRefusal(400, 'invalid_field', 'the body is not JSON', 'body');
  }
}

export function sendAnswer(response: ServerResponse, { status = 200, body }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

/** The answer to a refusal; anything else that was thrown is a fault of the local cloud and is logged. */
export function answerTo(error: unknown): Answer {
  if (error instanceof ControlRefusal) {
    const { status, code, message, param } = error;
    return { status, body: { error: { code, message, ...(param === undefined ? {} : { param }) } } };
  }
  console.error('control plane:', error);
  return {
    status: 500,
    body: { error: { code: 'fault', message: error instanceof Error ? error.message : String(error) } },
  };
}
