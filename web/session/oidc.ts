import { type User, UserManager, WebStorageStateStore } from 'oidc-client-ts';
import { ApiError } from '../api/http.ts';
import type { Config } from '../api/types.ts';
import { forget, keep, type Session } from './session.ts';

type SignIn = Config['signIn'];

const clientFor = ({ issuer, clientId }: SignIn): UserManager =>
  new UserManager({
    authority: issuer,
    client_id: clientId,
    redirect_uri: `${location.origin}/`,
    post_logout_redirect_uri: `${location.origin}/`,
    scope: 'openid profile email',
    userStore: new WebStorageStateStore({ store: sessionStorage }),
    stateStore: new WebStorageStateStore({ store: sessionStorage }),
  });

/** Leaves for the issuer's sign-in page; the screen to come back to travels along. */
export const leaveToSignIn = (signIn: SignIn): Promise<void> =>
  clientFor(signIn).signinRedirect({ state: { hash: location.hash } });

/** Back from the issuer: takes the tokens and cleans the address. Throws ApiError. */
export async function comeBack(signIn: SignIn): Promise<Session> {
  const client = clientFor(signIn);
  const address = location.href;
  // Whatever comes of it: a code in the address is used up, and a reload must not bring it again.
  history.replaceState(null, '', '/');
  const user = await client.signinCallback(address).catch(() => undefined);
  if (!user) throw new ApiError(401, 'not_signed_in', 'The sign-in did not work. Try it again.');
  location.hash = readHash(user.state);
  return oidcSession(client);
}

/** The session of before a reload, if its tokens are still there. */
export async function resume(signIn: SignIn): Promise<Session | undefined> {
  const client = clientFor(signIn);
  return (await client.getUser()) ? oidcSession(client) : undefined;
}

function oidcSession(client: UserManager): Session {
  keep({ kind: 'oidc' });
  const tokenOf = (user: User | null) => user?.access_token;
  return {
    current: async () => tokenOf(await client.getUser()),
    renew: async () => tokenOf(await client.signinSilent().catch(() => null)),
    async signOut() {
      forget();
      await client.removeUser();
    },
  };
}

function readHash(state: unknown): string {
  const { hash } = (state ?? {}) as { readonly hash?: unknown };
  return typeof hash === 'string' ? hash : '';
}
