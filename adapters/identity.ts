import type { Wiring } from './wiring.ts';

/** Claims of a token that the configured issuer signed for us; undefined for any other, whatever is wrong with it. */
export async function verifyToken(
  wiring: Wiring,
  token: string,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const { identity } = wiring;
  if (!identity) throw new Error('This unit is not told which issuer to trust');
  // Loaded at first use: most calls of the public routes carry no token, and jose costs 30 ms of a cold start.
  const [{ jwtVerify }, { JWKSTimeout }] = await Promise.all([import('jose/jwt/verify'), import('jose/errors')]);
  try {
    const { payload } = await jwtVerify(token, await keysOf(identity.issuer), {
      issuer: identity.issuer,
      algorithms: ['RS256'],
      currentDate: new Date(wiring.now()),
      requiredClaims: ['exp', 'sub'],
    });
    const audience = [payload.aud, payload['client_id']].flat();
    return identity.audience.some((ours) => audience.includes(ours)) ? payload : undefined;
  } catch (error) {
    // An issuer that does not answer is our fault, not the token's.
    if (error instanceof JWKSTimeout || error instanceof TypeError) throw error;
    return undefined;
  }
}

type Keys = ReturnType<typeof import('jose/jwks/remote').createRemoteJWKSet>;
const known = new Map<string, Promise<Keys>>();

/** The issuer's keys, found through its discovery document once per cold start and refreshed by jose. */
function keysOf(issuer: string): Promise<Keys> {
  const found = known.get(issuer) ?? discover(issuer);
  known.set(issuer, found);
  found.catch(() => known.delete(issuer));
  return found;
}

async function discover(issuer: string): Promise<Keys> {
  const { createRemoteJWKSet } = await import('jose/jwks/remote');
  const answer = await fetch(`${issuer}/.well-known/openid-configuration`, { signal: AbortSignal.timeout(1500) });
  if (!answer.ok) throw new TypeError(`The issuer answers ${answer.status}`);
  const { jwks_uri: address } = toDiscovery(await answer.json());
  return createRemoteJWKSet(new URL(address), { timeoutDuration: 1500 });
}

const toDiscovery = (document: unknown) => document as { readonly jwks_uri: string };

/** Where people sign in. */
export const identity = (wiring: Wiring) => ({
  /** The issuer and the client id that frontends use: the first audience of the config. */
  signIn(): { issuer: string; clientId: string } {
    const { issuer = '', audience = [] } = wiring.identity ?? {};
    return { issuer, clientId: audience[0] ?? '' };
  },
});
