import { useSyncExternalStore } from 'react';

export type Route =
  | { readonly screen: 'home' }
  | { readonly screen: 'unknown' }
  | { readonly screen: 'me' }
  | { readonly screen: 'moderation' }
  | { readonly screen: 'room'; readonly roomId: string };

/** `#/`, `#/me`, `#/moderation` and `#/rooms/<id>`; the share page of a room links to the last. */
export function toRoute(hash: string): Route {
  const path = hash.replace(/^#/, '');
  if (path === '' || path === '/') return { screen: 'home' };
  if (path === '/me') return { screen: 'me' };
  if (path === '/moderation') return { screen: 'moderation' };
  const roomId = /^\/rooms\/([0-9A-Za-z]{1,13})$/.exec(path)?.[1];
  return roomId === undefined ? { screen: 'unknown' } : { screen: 'room', roomId };
}

export const homeHash = '#/';
export const meHash = '#/me';
export const moderationHash = '#/moderation';
export const roomHash = (roomId: string): string => `#/rooms/${roomId}`;

export function useRoute(): Route {
  return toRoute(useSyncExternalStore(watchHash, currentHash));
}

/** Moderators may type `/moderation`. */
const currentHash = (): string =>
  location.hash === '' && location.pathname === '/moderation' ? moderationHash : location.hash;

function watchHash(listener: () => void): () => void {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}
