import { noteServerDate } from './server-clock.ts';

/** What a refusal says besides its words: the rule that is not met. */
export type RefusalFacts = { readonly rule?: string; readonly need?: unknown; readonly have?: unknown };

/** Anything but a good answer. `status` is 0 when nothing answered at all. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly retryAfterSeconds: number | undefined;
  readonly facts: RefusalFacts;
  constructor(status: number, code: string, message: string, retryAfterSeconds?: number, facts: RefusalFacts = {}) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
    this.facts = facts;
  }
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
export type Request = {
  readonly method?: Method;
  readonly path: string;
  readonly token?: string;
  readonly body?: object;
  /** Names the wish: sent again under the same key, it is fulfilled once. */
  readonly key?: string;
  /** The token of somebody without an account. */
  readonly guest?: string;
};

/** A fresh name for a wish. */
export const newKey = (): string =>
  // Only pages that came safely are given `randomUUID`.
  crypto.randomUUID?.() ?? [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(36)).join('-');

/** Where the API answers; empty for the page's own origin. */
export const origin = import.meta.env.VITE_API_ORIGIN ?? '';

/** One call; answers the body, or throws ApiError with a sentence for people. */
export async function send({ method = 'GET', path, token, body, key, guest }: Request): Promise<unknown> {
  const response = await fetch(`${origin}${path}`, {
    method,
    headers: {
      accept: 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body && { 'content-type': 'application/json' }),
      ...(key !== undefined && { 'idempotency-key': key }),
      ...(guest !== undefined && { 'rostrum-guest': guest }),
    },
    ...(body && { body: JSON.stringify(body) }),
  }).catch(() => {
    throw new ApiError(0, 'unreachable', 'Rostrum does not answer. Check your connection.');
  });
  // What is told to one person alone comes from no cache, with a date of its own.
  if (token !== undefined) noteServerDate(response.headers.get('date'));
  // A static host may answer a page where the API is missing.
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  const answer: unknown = isJson ? await response.json().catch(() => undefined) : undefined;
  if (!response.ok || !isJson) throw readRefusal(response, answer);
  return answer;
}

type RefusalBody = {
  readonly error?: RefusalFacts & { readonly code?: string; readonly message?: string };
  readonly message?: string;
};

/** The API explains itself under `error`; what the gateway refuses by itself has only a `message`. */
function readRefusal(response: Response, answer: unknown): ApiError {
  const { error, message } = toRefusalBody(answer);
  const status = response.ok ? 404 : response.status;
  const retryAfter = Number.parseFloat(response.headers.get('retry-after') ?? '');
  const words = error?.message ?? message ?? `Something went wrong (${status}).`;
  return new ApiError(status, error?.code ?? '', words, Number.isNaN(retryAfter) ? undefined : retryAfter, error);
}

const toRefusalBody = (answer: unknown) => (answer ?? {}) as RefusalBody;

/** What went wrong, in words for people. */
export const wordsFor = (error: unknown): string =>
  error instanceof ApiError ? error.message : 'Something went wrong on this page. Try again.';
