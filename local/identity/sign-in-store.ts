import type { Adapter, AdapterPayload } from 'oidc-provider';
import { forgetful } from '../keeping/forgetful.ts';
import type { Keeping, Shelf } from '../model.ts';

type Items = Map<string, AdapterPayload>;
type Store = { readonly items: Items; readonly kept: Shelf<AdapterPayload>; readonly written: Keeping['written'] };

function remove({ items, kept }: Store, key: string): void {
  items.delete(key);
  kept.remove(key);
}

// One map for all kinds: a grant must be able to revoke the codes and tokens that came from it.
function revokeGrant(store: Store, grantId: string): void {
  for (const [key, payload] of store.items) if (payload.grantId === grantId) remove(store, key);
}

function storeOf(kind: string, store: Store): Adapter {
  const { items, kept, written } = store;
  const keyOf = (id: string) => `${kind}:${id}`;
  const find = (fits: (payload: AdapterPayload) => boolean) =>
    [...items].find(([key, payload]) => key.startsWith(`${kind}:`) && fits(payload))?.[1];
  const put = (id: string, payload: AdapterPayload): Promise<void> => {
    items.set(keyOf(id), payload);
    kept.put(keyOf(id), { ...payload });
    return written();
  };
  return {
    upsert: put,
    find: async (id) => items.get(keyOf(id)),
    findByUid: async (uid) => find((payload) => payload.uid === uid),
    findByUserCode: async (userCode) => find((payload) => payload.userCode === userCode),
    async consume(id) {
      const payload = items.get(keyOf(id));
      if (payload) await put(id, { ...payload, consumed: Math.floor(Date.now() / 1000) });
    },
    async destroy(id) {
      remove(store, keyOf(id));
      await written();
    },
    async revokeByGrantId(grantId) {
      revokeGrant(store, grantId);
      await written();
    },
  };
}

/** Where the provider keeps sessions, codes and refresh tokens. It checks expiry itself; what expired while nothing ran goes here. */
export function createSignInStore(keeping: Keeping = forgetful): (kind: string) => Adapter {
  const kept = keeping.shelf<AdapterPayload>('identity/sign-ins');
  const store: Store = { items: new Map(kept.entries()), kept, written: () => keeping.written() };
  for (const [key, { exp = Number.POSITIVE_INFINITY }] of store.items) {
    if (exp * 1000 < Date.now()) remove(store, key);
  }
  return (kind) => storeOf(kind, store);
}
