import type { Tokens } from '../api/api.ts';

/** Somebody is signed in, in this tab only: two tabs may be two people. */
export type Session = Tokens & {
  /** Forgets who it was; may leave the page. */
  signOut(): Promise<void>;
};

const place = 'rostrum.session';

/** What a reload of the tab needs to know. The tokens of OpenID Connect are kept by its own library. */
export type Kept =
  | { readonly kind: 'demo'; readonly handle: string; readonly token: string }
  | { readonly kind: 'oidc' };

export const keep = (kept: Kept): void => sessionStorage.setItem(place, JSON.stringify(kept));
export const forget = (): void => sessionStorage.removeItem(place);

export function readKept(): Kept | undefined {
  try {
    return JSON.parse(sessionStorage.getItem(place) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}
