import { readDemoPeople } from '../api/api.ts';
import { ApiError } from '../api/http.ts';
import type { Config, DemoPerson } from '../api/types.ts';
import { demoSession } from './demo.ts';
import { forget, readKept, type Session } from './session.ts';

/** The local cloud answers on loopback only; elsewhere nobody is asked for demo people, and no request fails. */
const isLoopback = ['localhost', '127.0.0.1', '[::1]'].includes(location.hostname);

/** Whoever this tab was before a reload, or who just came back from signing in. */
export async function openSession({ signIn }: Config): Promise<Session | undefined> {
  const query = new URLSearchParams(location.search);
  // The library that speaks OpenID Connect is fetched only where it is used.
  if (query.has('state') && (query.has('code') || query.has('error'))) {
    return (await import('./oidc.ts')).comeBack(signIn);
  }
  const kept = readKept();
  if (kept?.kind === 'demo') return demoSession(kept.handle, kept.token);
  const resumed = kept && (await (await import('./oidc.ts')).resume(signIn));
  if (!resumed) forget();
  return resumed;
}

/** The people to choose from; undefined means that one signs in at the issuer. */
export async function findDemoPeople(): Promise<readonly DemoPerson[] | undefined> {
  return isLoopback ? readDemoPeople() : undefined;
}

export async function goToIssuer({ signIn }: Config): Promise<void> {
  if (signIn.issuer === '') throw new ApiError(0, 'no_issuer', 'This deployment does not say where to sign in.');
  await (await import('./oidc.ts')).leaveToSignIn(signIn);
}
