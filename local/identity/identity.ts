import type { IncomingMessage, ServerResponse } from 'node:http';
import { forgetful } from '../keeping/forgetful.ts';
import type { Clock, JsonObject, Keeping } from '../model.ts';
import { type Account, createAccounts } from './accounts.ts';
import { appClaims, userClaims, webClientId } from './claims.ts';
import { discoveryOf } from './discovery.ts';
import { createSigningKeys, type SigningKeys } from './keys.ts';
import type { ProviderMount } from './provider.ts';
import type { Person } from './sign-in-page.ts';

export type IdentityOptions = {
  /** `http://localhost:PORT/oidc`; the path is where it is mounted. */
  readonly issuer: string;
  readonly clock: Pick<Clock, 'now'>;
  /** Whom the sign-in page offers to be. @default nobody */
  readonly people?: () => readonly Person[];
  /** @default nothing is kept */
  readonly keeping?: Keeping;
};

export type TokenRequest = {
  readonly handle: string;
  readonly name?: string;
  readonly roles?: readonly string[];
  /** Negative for a token that has expired already. @default 3600 */
  readonly tokenSeconds?: number;
  /** Claims said otherwise, e.g. another `aud`: for tests of refusals. */
  readonly claims?: JsonObject;
};

export type Identity = {
  readonly issuer: string;
  readonly clientId: string;
  readonly jwks: SigningKeys['jwks'];
  /** An access token as the interactive sign-in would give; makes the account if absent. */
  issueToken(ask: TokenRequest): Promise<{ readonly accessToken: string; readonly account: Account }>;
  issueAppToken(tokenSeconds?: number): Promise<string>;
  /** Answers everything under the issuer's path; false for other paths. The body has been read already. */
  handle(request: IncomingMessage, response: ServerResponse, body: Buffer): Promise<boolean>;
};

const defaultTokenSeconds = 3600;

function sendJson(response: ServerResponse, document: object): void {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'access-control-allow-origin': '*' });
  response.end(JSON.stringify(document));
}

/** The identity provider of the local cloud: keys and documents at once, the provider itself when somebody signs in. */
export async function createIdentity(options: IdentityOptions): Promise<Identity> {
  const { issuer, clock, people = () => [], keeping = forgetful } = options;
  const keys = await createSigningKeys(keeping.shelf('identity/keys'));
  const accounts = createAccounts(keeping.shelf('identity/accounts'));
  const mount = new URL(issuer).pathname;
  const documents = new Map<string, object>([
    [`${mount}/.well-known/openid-configuration`, discoveryOf(issuer)],
    [`${mount}/jwks`, keys.jwks],
  ]);
  const frameOf = (lifeSeconds: number) => ({ issuer, lifeSeconds, nowSeconds: Math.floor(clock.now() / 1000) });

  let loading: Promise<ProviderMount> | undefined;
  // Importing the provider costs about 0.3 s, a tenth of the whole start: only people who sign in interactively need it.
  const load = async () => (await import('./provider.ts')).mountProvider({ issuer, keys, accounts, people, keeping });
  const provider = () => {
    loading ??= load();
    return loading;
  };

  return {
    issuer,
    clientId: webClientId,
    jwks: keys.jwks,
    async issueToken({ handle, name, roles, tokenSeconds = defaultTokenSeconds, claims }) {
      const account = accounts.open(handle, { ...(name ? { name } : {}), ...(roles ? { roles } : {}) });
      const accessToken = await keys.signToken({ ...userClaims(frameOf(tokenSeconds), account), ...claims });
      return { accessToken, account };
    },
    issueAppToken: (tokenSeconds = defaultTokenSeconds) => keys.signToken(appClaims(frameOf(tokenSeconds))),
    async handle(request, response, body) {
      const path = (request.url ?? '').split('?')[0] ?? '';
      if (path !== mount && !path.startsWith(`${mount}/`)) return false;
      const document = documents.get(path);
      if (document && request.method === 'GET') sendJson(response, document);
      else await (await provider()).handle(request, response, body);
      return true;
    },
  };
}
