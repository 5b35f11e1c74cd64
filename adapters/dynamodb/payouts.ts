import { type Payout, payoutEntry, payoutStages } from '../../domain/payout.ts';
import type { PayoutAccount } from '../../domain/payout-account.ts';
import type { Sale } from '../../domain/sale.ts';
import type { Wiring } from '../wiring.ts';
import { getItem, type Item, tablesOf } from './client.ts';
import { accountWrite } from './payout-accounts.ts';
import { readCount, readOneOf, readOptional, readText } from './read.ts';
import { schemaVersion } from './room-item.ts';
import { saleWrite } from './sales.ts';
import { payoutKey } from './table.ts';
import { entryPut } from './ticket-writes.ts';
import { absent, type Condition, write } from './write.ts';

type Changed<T> = { readonly before: T; readonly after: T };

export const payouts = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  return {
    async find(roomId: string): Promise<Payout | undefined> {
      const item = await getItem(tables, 'commerce', payoutKey(roomId));
      return item && toPayout(item);
    },

    /** Written down before it is asked for; false when it was written before. */
    async begin(payout: Payout): Promise<boolean> {
      const item = { ...payoutKey(payout.roomId), schemaVersion, payoutOf: payout.roomId, ...withoutRoom(payout) };
      return (await write(tables, [{ kind: 'put', table: 'commerce', item, when: absent }])).isWritten;
    },

    /** The transfer was made: noted with its booking, what the host has earned and the sale it ends, all or nothing. */
    async finish(
      payout: Payout,
      transferId: string,
      { account, sale }: { readonly account: Changed<PayoutAccount>; readonly sale: Changed<Sale> },
    ): Promise<boolean> {
      const written = await write(tables, [
        {
          kind: 'update',
          table: 'commerce',
          key: payoutKey(payout.roomId),
          change: { set: { stage: 'sent', transferId } },
          when: pending,
        },
        entryPut(payoutEntry(payout, wiring.now())),
        accountWrite(account.before, account.after),
        saleWrite(sale.before, sale.after),
      ]);
      return written.isWritten;
    },
  };
};

const pending: Condition = { text: 'stage = :pending', values: { ':pending': 'pending' } };

/** Not under `roomId`: what stands there is in the index of a room's tickets, if it has a `ticketKey` too. */
const withoutRoom = ({ roomId, ...payout }: Payout): Omit<Payout, 'roomId'> => payout;

export const toPayout = (item: Item): Payout => ({
  roomId: readText(item, 'payoutOf'),
  hostId: readText(item, 'hostId'),
  accountId: readText(item, 'accountId'),
  number: readCount(item, 'number'),
  stage: readOneOf(item, 'stage', payoutStages),
  currency: readText(item, 'currency'),
  net: readCount(item, 'net'),
  hostShare: readCount(item, 'hostShare'),
  at: readText(item, 'at'),
  ...readOptional(item, 'transferId', readText),
});
