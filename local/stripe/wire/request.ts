import { decodeForm, type Raw } from './form.ts';
import { StripeRefusal } from './refusal.ts';

/** A request as it came: path and query as on the request line, header names in lower case. */
export type StripeRequest = {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
};

export type StripeAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The work was done, but the caller never hears of it: the connection ends. */
  readonly isDropped?: boolean;
};

export type Encoding = 'form' | 'json';

export const headerOf = ({ headers }: StripeRequest, name: string): string | undefined => {
  const value = headers[name];
  return typeof value === 'string' ? value : value?.[0];
};

/** The parameters of a request: v2 sends JSON, everything else is a form. */
export function rawOf({ method, url, body }: StripeRequest): {
  readonly raw: { readonly [key: string]: Raw };
  readonly encoding: Encoding;
} {
  const { pathname, search } = new URL(url, 'http://localhost');
  if (method === 'GET') return { raw: decodeForm(search.slice(1)), encoding: 'form' };
  if (!pathname.startsWith('/v2/')) return { raw: decodeForm(body), encoding: 'form' };
  return { raw: parseJson(body), encoding: 'json' };
}

function parseJson(body: string): { readonly [key: string]: Raw } {
  try {
    return body === '' ? {} : (JSON.parse(body) as { readonly [key: string]: Raw });
  } catch {
    throw new StripeRefusal(400, 'The body is not JSON.');
  }
}

/** The key a caller shows, as Bearer or as the user of Basic authentication. */
export function keyOf(request: StripeRequest): string | undefined {
  const given = headerOf(request, 'authorization') ?? '';
  const [scheme = '', token = ''] = given.split(' ');
  if (/^bearer$/i.test(scheme)) return token;
  return /^basic$/i.test(scheme) ? Buffer.from(token, 'base64').toString().split(':', 1)[0] : undefined;
}
