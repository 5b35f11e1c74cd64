import { type Account, accounts, balancesOf, type Lines } from '../../domain/ledger.ts';
import type { Wiring } from '../wiring.ts';
import { type Item, query, tablesOf } from './client.ts';
import { readItem } from './read.ts';
import { ledgerPartition } from './table.ts';

/** What is booked of rooms. */
export const ledgers = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  return {
    /** What stands in each account of a room: every entry is read, a read unit for each 4 KB, some 15 entries. */
    async balances(roomId: string): Promise<Readonly<Record<Account, number>>> {
      const entries: { readonly lines: Lines }[] = [];
      let after: Item | undefined;
      do {
        const page = await query(tables, {
          table: 'commerce',
          where: 'pk = :pk',
          values: { ':pk': ledgerPartition(roomId) },
          isConsistent: true,
          ...(after && { after }),
        });
        entries.push(...page.items.map((item) => ({ lines: toLines(readItem(item, 'lines')) })));
        after = page.next;
      } while (after);
      return balancesOf(entries);
    },
  };
};

const toLines = (item: Item): Lines =>
  Object.fromEntries(
    accounts.flatMap((account) => (typeof item[account] === 'number' ? [[account, item[account]]] : [])),
  );
