import { useSyncExternalStore } from 'react';

export type Route =
  | { readonly screen: 'home' }
  | { readonly screen: 'unknown' }
  | { readonly screen: 'room'; readonly roomId: string };

/** `#/` and `#/rooms/<id>`; the share page of a room links here. */
export function toRoute(hash: string): Route {
  const path = hash.replace(/^#/, '');
  if (path === '' || path === '/') return { screen: 'home' };
  const roomId = /^\/rooms\/([0-9A-Za-z]{1,13})$/.exec(path)?.[1];
  return roomId === undefined ? { screen: 'unknown' } : { screen: 'room', roomId };
}

export const homeHash = '#/';
export const roomHash = (roomId: string): string => `#/rooms/${roomId}`;

export function useRoute(): Route {
  return toRoute(useSyncExternalStore(watchHash, () => location.hash));
}

function watchHash(listener: () => void): () => void {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}
