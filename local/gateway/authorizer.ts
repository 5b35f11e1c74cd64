import { jwtVerify } from 'jose';
import type { RouteModel } from '../api-model.ts';
import type { Clock } from '../model.ts';
import { type Answer, gatewayAnswer } from './answer.ts';
import { scopesOf, toTextClaims } from './claims.ts';
import type { Authorized } from './event.ts';
import { createIssuerKeys, type IssuerKeys } from './issuer-keys.ts';

type Setting = NonNullable<RouteModel['authorizer']>;
export type Verdict = { readonly authorized: Authorized } | { readonly refusal: Answer };
export type Authorizer = { check(setting: Setting, authorization: string | undefined): Promise<Verdict> };

const refuse = (challenge: string): Verdict => ({
  refusal: gatewayAnswer(401, 'Unauthorized', { 'www-authenticate': challenge }),
});
const invalid = (description: string): Verdict =>
  refuse(`Bearer scope="" error="invalid_token" error_description="${description}"`);

type Claims = Readonly<Record<string, unknown>>;

// The audience may stand in `aud` or, in access tokens of Cognito, in `client_id`.
function hasAudience(claims: Claims, audience: readonly string[]): boolean {
  const given = claims['aud'] ?? claims['client_id'];
  const list = Array.isArray(given) ? given : [given];
  return list.some((one) => typeof one === 'string' && audience.includes(one));
}

/** The JWT authorizer of HTTP APIs: signature by the issuer's keys, RS256 only, `iss`, `exp`, `nbf`, audience, then the route's scopes. */
export function createAuthorizer(clock: Pick<Clock, 'now'>): Authorizer {
  const issuers = new Map<string, IssuerKeys>();
  const keysOf = (issuer: string): IssuerKeys => {
    const keys = issuers.get(issuer) ?? createIssuerKeys(issuer);
    issuers.set(issuer, keys);
    return keys;
  };
  const verify = async (setting: Setting, token: string): Promise<Claims | undefined> => {
    try {
      const { payload } = await jwtVerify(token, keysOf(setting.issuer).find, {
        issuer: setting.issuer,
        algorithms: ['RS256'],
        requiredClaims: ['exp'],
        currentDate: new Date(clock.now()),
      });
      return payload;
    } catch {
      return undefined;
    }
  };
  return {
    async check(setting, authorization) {
      if (authorization === undefined || authorization === '') return refuse('Bearer');
      const claims = await verify(setting, authorization.replace(/^bearer\s+/i, ''));
      if (claims === undefined) return invalid('the token is not valid');
      if (!hasAudience(claims, setting.audience)) return invalid('the token does not have a valid audience');
      const scopes = scopesOf(claims);
      const needed = setting.scopes ?? [];
      if (needed.length > 0 && !needed.some((scope) => scopes.includes(scope))) {
        return { refusal: gatewayAnswer(403, 'Forbidden') };
      }
      return { authorized: { claims: toTextClaims(claims), scopes: needed.length > 0 ? scopes : null } };
    },
  };
}
