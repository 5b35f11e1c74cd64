import { randomUUID } from 'node:crypto';
import type { JsonObject } from '../model.ts';
import type { Account } from './accounts.ts';

/** The public client of the web page; also the audience of its access tokens. */
export const webClientId = 'rostrum-web';
/** The confidential client behind app-only tokens. */
export const appClientId = 'rostrum-app';

/** What an access token says of the person beyond who issued it to whom; `rostrum_roles` only when there are any. */
export function personClaims(account: Account): JsonObject {
  return {
    token_use: 'access',
    preferred_username: account.handle,
    name: account.name,
    email: `${account.handle.toLowerCase()}@people.example`,
    email_verified: true,
    ...(account.roles.length === 0 ? {} : { rostrum_roles: [...account.roles] }),
  };
}

type Frame = { readonly issuer: string; readonly nowSeconds: number; readonly lifeSeconds: number };

function frameClaims({ issuer, nowSeconds, lifeSeconds }: Frame): JsonObject {
  return { jti: randomUUID(), iss: issuer, iat: nowSeconds, nbf: nowSeconds, exp: nowSeconds + lifeSeconds };
}

/** The claims of a person's access token; a negative life makes one that has expired. */
export function userClaims(frame: Frame, account: Account): JsonObject {
  return {
    ...frameClaims(frame),
    sub: account.sub,
    aud: webClientId,
    client_id: webClientId,
    scope: 'openid profile',
    ...personClaims(account),
  };
}

/** The claims of an app-only token: as Cognito's client credentials, without an audience and without a person. */
export function appClaims(frame: Frame): JsonObject {
  return {
    ...frameClaims(frame),
    sub: appClientId,
    client_id: appClientId,
    scope: 'rostrum/read',
    token_use: 'access',
  };
}
