import { createHash } from 'node:crypto';
import { forgetful } from '../keeping/forgetful.ts';
import type { Shelf } from '../model.ts';

/** A person as the identity provider knows them; `sub` is a UUID, as in a Cognito user pool. */
export type Account = {
  readonly sub: string;
  readonly handle: string;
  readonly name: string;
  readonly roles: readonly string[];
};

export type Accounts = {
  /** The person of that handle, made if absent; given fields are set anew. Handles differ without regard to case. */
  open(handle: string, given?: { readonly name?: string; readonly roles?: readonly string[] }): Account;
  bySub(sub: string): Account | undefined;
};

// Made from the handle, so that a person is the same one after a restart with kept tables.
function subOf(handle: string): string {
  const hex = createHash('sha256').update(`rostrum-local|${handle.toLowerCase()}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}

/** Accounts without passwords. */
export function createAccounts(kept: Shelf<Account> = forgetful.shelf('accounts')): Accounts {
  const bySub = new Map<string, Account>(kept.entries());
  return {
    bySub: (sub) => bySub.get(sub),
    open(handle, given = {}) {
      const sub = subOf(handle);
      const before = bySub.get(sub) ?? { sub, handle, name: handle, roles: [] };
      const account = { ...before, name: given.name ?? before.name, roles: given.roles ?? before.roles };
      bySub.set(sub, account);
      kept.put(sub, account);
      return account;
    },
  };
}
