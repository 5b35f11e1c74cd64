import { type PayoutAccount, payoutStates } from '../../domain/payout-account.ts';
import type { Wiring } from '../wiring.ts';
import { getItem, type Item, tablesOf } from './client.ts';
import { readCount, readOneOf, readOptional, readText } from './read.ts';
import { schemaVersion } from './room-item.ts';
import { payoutAccountKey } from './table.ts';
import { absent, type Write, write } from './write.ts';

/** Hosts' accounts at the payment service. */
export const payoutAccounts = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  return {
    /** 1 read unit. */
    async find(userId: string): Promise<PayoutAccount | undefined> {
      const item = await getItem(tables, 'commerce', payoutAccountKey(userId));
      return item && toAccount(item);
    },

    /** The account's next state, or the account for the first time: false when somebody was faster. 1 write unit. */
    async save(before: PayoutAccount | undefined, after: PayoutAccount): Promise<boolean> {
      return (await write(tables, [accountWrite(before, after)])).isWritten;
    },
  };
};

export const accountWrite = (before: PayoutAccount | undefined, after: PayoutAccount): Write => ({
  kind: 'put',
  table: 'commerce',
  item: { ...payoutAccountKey(after.userId), schemaVersion, ...after },
  when: before ? { text: '#v = :v', names: { '#v': 'version' }, values: { ':v': before.version } } : absent,
});

const toAccount = (item: Item): PayoutAccount => ({
  userId: readText(item, 'userId'),
  ...readOptional(item, 'accountId', readText),
  state: readOneOf(item, 'state', payoutStates),
  earned: readCount(item, 'earned'),
  updatedAt: readText(item, 'updatedAt'),
  version: readCount(item, 'version'),
});
