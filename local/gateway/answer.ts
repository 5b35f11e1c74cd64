import type { Json } from '../model.ts';

/** What goes back over the socket. Header names are lower-cased. */
export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly body: Buffer;
};

const json = 'application/json';

/** An answer of the gateway itself: `{"message": …}`. */
export function gatewayAnswer(status: number, message: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status,
    headers: { 'content-type': json, ...headers },
    cookies: [],
    body: Buffer.from(JSON.stringify({ message })),
  };
}

export const internalError = (): Answer => gatewayAnswer(500, 'Internal Server Error');

const isObject = (value: Json | undefined): value is { readonly [key: string]: Json | undefined } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function readHeaders(value: Json | undefined): Record<string, string> | undefined {
  if (value === undefined || value === null) return {};
  if (!isObject(value)) return undefined;
  const headers: Record<string, string> = {};
  for (const [name, content] of Object.entries(value)) {
    if (typeof content === 'object' || content === undefined) return undefined;
    headers[name.toLowerCase()] = String(content);
  }
  return headers;
}

function readCookieLines(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

// Without a status code the whole answer is the body, as JSON.
function inferred(payload: Json): Answer {
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
  return { status: 200, headers: { 'content-type': json }, cookies: [], body: Buffer.from(text) };
}

/** The function's answer as the gateway passes it on; a malformed one becomes 500, as in the service. */
export function toAnswer(payload: Json): Answer {
  if (!isObject(payload) || payload['statusCode'] === undefined) return inferred(payload);
  const status = Number(payload['statusCode']);
  const headers = readHeaders(payload['headers']);
  const body = payload['body'] ?? '';
  if (!Number.isInteger(status) || status < 100 || status > 599) return internalError();
  if (headers === undefined || typeof body === 'object') return internalError();
  const isBase64 = payload['isBase64Encoded'] === true;
  return {
    status,
    headers: { 'content-type': 'text/plain;charset=UTF-8', ...headers },
    cookies: readCookieLines(payload['cookies']),
    body: Buffer.from(String(body), isBase64 ? 'base64' : 'utf8'),
  };
}
