import { createLocalJWKSet, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';

/** Finds the issuer's key for a token; throws when there is none. */
export type IssuerKeys = { readonly find: JWTVerifyGetKey };

const fetchTimeoutMilliseconds = 5000;
// A token with an unknown key id makes us look again, but not more often than this, whoever sends such tokens.
const pauseMilliseconds = 10_000;

async function fetchJson(url: string): Promise<unknown> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(fetchTimeoutMilliseconds) });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return answer.json();
}

function readUri(document: unknown, issuer: string): string {
  if (typeof document === 'object' && document !== null && 'jwks_uri' in document) {
    if (typeof document.jwks_uri === 'string') return document.jwks_uri;
  }
  throw new Error(`The discovery document of ${issuer} names no jwks_uri`);
}

const isKeySet = (value: unknown): value is JSONWebKeySet =>
  typeof value === 'object' && value !== null && 'keys' in value && Array.isArray(value.keys);

async function fetchKeys(issuer: string): Promise<JWTVerifyGetKey> {
  const document = await fetchJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  const keys = await fetchJson(readUri(document, issuer));
  if (!isKeySet(keys)) throw new Error(`The key set of ${issuer} holds no keys`);
  return createLocalJWKSet(keys);
}

/** The issuer's published keys, fetched when first needed and again when a token names a new one. */
export function createIssuerKeys(issuer: string): IssuerKeys {
  let fetched: Promise<JWTVerifyGetKey> | undefined;
  let fetchedAt = Number.NEGATIVE_INFINITY;
  const fetchAgain = (): Promise<JWTVerifyGetKey> => {
    fetchedAt = performance.now();
    fetched = fetchKeys(issuer);
    fetched.catch(() => {
      fetched = undefined;
    });
    return fetched;
  };
  return {
    async find(header, token) {
      const keys = await (fetched ?? fetchAgain());
      try {
        return await keys(header, token);
      } catch (error) {
        if (performance.now() - fetchedAt < pauseMilliseconds) throw error;
        return (await fetchAgain())(header, token);
      }
    },
  };
}
