import type { Adapter, AdapterPayload } from 'oidc-provider';

type Items = Map<string, AdapterPayload>;

// One map for all kinds: a grant must be able to revoke the codes and tokens that came from it.
function revokeGrant(items: Items, grantId: string): void {
  for (const [key, payload] of items) if (payload.grantId === grantId) items.delete(key);
}

function storeOf(kind: string, items: Items): Adapter {
  const keyOf = (id: string) => `${kind}:${id}`;
  const find = (fits: (payload: AdapterPayload) => boolean) =>
    [...items].find(([key, payload]) => key.startsWith(`${kind}:`) && fits(payload))?.[1];
  return {
    async upsert(id, payload) {
      items.set(keyOf(id), payload);
    },
    find: async (id) => items.get(keyOf(id)),
    findByUid: async (uid) => find((payload) => payload.uid === uid),
    findByUserCode: async (userCode) => find((payload) => payload.userCode === userCode),
    async consume(id) {
      const payload = items.get(keyOf(id));
      if (payload) payload.consumed = Math.floor(Date.now() / 1000);
    },
    async destroy(id) {
      items.delete(keyOf(id));
    },
    revokeByGrantId: async (grantId) => revokeGrant(items, grantId),
  };
}

/** Where the provider keeps sessions and codes: in memory, for as long as the run. The provider itself checks expiry. */
export function createMemoryStore(): (kind: string) => Adapter {
  const items: Items = new Map();
  return (kind) => storeOf(kind, items);
}
