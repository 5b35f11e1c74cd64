import { randomBytes } from 'node:crypto';
import type { Configuration, Grant, KoaContextWithOIDC } from 'oidc-provider';
import { forgetful } from '../keeping/forgetful.ts';
import { keptValue } from '../keeping/kept-value.ts';
import type { Keeping } from '../model.ts';
import type { Accounts } from './accounts.ts';
import { personClaims, webClientId } from './claims.ts';
import type { SigningKeys } from './keys.ts';
import { createSignInStore } from './sign-in-store.ts';

export type ProviderParts = {
  readonly issuer: string;
  readonly keys: SigningKeys;
  readonly accounts: Accounts;
  /** @default nothing is kept */
  readonly keeping?: Keeping;
};

const resource = 'urn:rostrum:api';
const apiScope = 'openid profile email offline_access';
const accessTokenSeconds = 3600;
const sessionSeconds = 14 * 24 * 3600;

/** The loopback addresses of one port and of any development server beside it. */
export function isLoopback(address: string): boolean {
  return URL.canParse(address) && ['localhost', '127.0.0.1', '[::1]'].includes(new URL(address).hostname);
}

// Nobody is asked for consent: the page and the provider belong to the same product.
async function grantEverything({ oidc }: KoaContextWithOIDC): Promise<Grant | undefined> {
  if (!oidc.client || !oidc.session?.accountId) return undefined;
  const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
  grant.addOIDCScope(apiScope);
  grant.addResourceScope(resource, apiScope);
  await grant.save();
  return grant;
}

const features: Configuration['features'] = {
  devInteractions: { enabled: false },
  userinfo: { enabled: false },
  // Access tokens are JWTs only when they are for a resource server: everybody gets them for ours.
  resourceIndicators: {
    enabled: true,
    defaultResource: () => resource,
    useGrantedResource: () => true,
    getResourceServerInfo: () => ({
      audience: webClientId,
      scope: apiScope,
      accessTokenFormat: 'jwt',
      accessTokenTTL: accessTokenSeconds,
      jwt: { sign: { alg: 'RS256' } },
    }),
  },
};

function webClient(issuer: string): NonNullable<Configuration['clients']>[number] {
  const home = new URL('/', issuer).href;
  return {
    client_id: webClientId,
    token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    redirect_uris: [home],
    post_logout_redirect_uris: [home],
  };
}

/** Public client with PKCE, RS256, JWT access tokens with the claims of the ones signed directly. */
export function providerSettings({ issuer, keys, accounts, keeping = forgetful }: ProviderParts): Configuration {
  const claimsOf = (sub: string) => {
    const account = accounts.bySub(sub);
    return account ? personClaims(account) : {};
  };
  return {
    adapter: createSignInStore(keeping),
    clients: [webClient(issuer)],
    jwks: { keys: [keys.privateJwk] },
    cookies: { keys: [keptValue(keeping, 'sign-in cookies', () => randomBytes(32).toString('hex'))] },
    features,
    claims: { openid: ['sub'], profile: ['name', 'preferred_username'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: false,
    scopes: ['openid', 'offline_access', 'profile', 'email'],
    pkce: { required: () => true },
    clientBasedCORS: () => true,
    issueRefreshToken: () => true,
    loadExistingGrant: grantEverything,
    interactions: { url: (_, interaction) => `${new URL(issuer).pathname}/interaction/${interaction.uid}` },
    extraTokenClaims: (_, token) => ({
      ...('accountId' in token ? claimsOf(token.accountId) : {}),
      nbf: Math.floor(Date.now() / 1000),
    }),
    findAccount: (_, sub) =>
      accounts.bySub(sub) ? { accountId: sub, claims: () => ({ sub, ...claimsOf(sub) }) } : undefined,
    ttl: {
      AccessToken: accessTokenSeconds,
      AuthorizationCode: 60,
      IdToken: accessTokenSeconds,
      Interaction: 3600,
      Session: sessionSeconds,
      Grant: sessionSeconds,
      RefreshToken: sessionSeconds,
    },
  };
}
