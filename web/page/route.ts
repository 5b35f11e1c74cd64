import { useSyncExternalStore } from 'react';

export type Route =
  | { readonly screen: 'home' }
  | { readonly screen: 'unknown' }
  | { readonly screen: 'me' }
  | { readonly screen: 'moderation' }
  | { readonly screen: 'plan' }
  | { readonly screen: 'tickets' }
  | { readonly screen: 'hosting' }
  | { readonly screen: 'sales'; readonly roomId: string }
  /** `isPaid`: on the way back from a payment. */
  | { readonly screen: 'room'; readonly roomId: string; readonly isPaid: boolean };

const plain = ['me', 'moderation', 'plan', 'tickets', 'hosting'] as const;

/** `#/`, `#/me` and its like, `#/rooms/<id>` and `#/rooms/<id>/sales`; the share page of a room links to the third. */
export function toRoute(hash: string): Route {
  const path = hash.replace(/^#/, '');
  if (path === '' || path === '/') return { screen: 'home' };
  const screen = plain.find((each) => path === `/${each}`);
  if (screen) return { screen };
  const [, roomId, part] = /^\/rooms\/([0-9A-Za-z]{1,13})(\/sales|\?paid=true)?$/.exec(path) ?? [];
  if (roomId === undefined) return { screen: 'unknown' };
  return part === '/sales' ? { screen: 'sales', roomId } : { screen: 'room', roomId, isPaid: part !== undefined };
}

export const homeHash = '#/';
export const meHash = '#/me';
export const moderationHash = '#/moderation';
export const planHash = '#/plan';
export const ticketsHash = '#/tickets';
export const hostingHash = '#/hosting';
export const salesHash = (roomId: string): string => `#/rooms/${roomId}/sales`;
export const roomHash = (roomId: string): string => `#/rooms/${roomId}`;

export function useRoute(): Route {
  return toRoute(useSyncExternalStore(watchHash, currentHash));
}

/** Moderators may type `/moderation`; hosts come back from the payment service's questions with `?payouts=true`. */
function currentHash(): string {
  if (location.hash !== '') return location.hash;
  if (location.pathname === '/moderation') return moderationHash;
  return new URLSearchParams(location.search).has('payouts') ? hostingHash : '';
}

function watchHash(listener: () => void): () => void {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}
