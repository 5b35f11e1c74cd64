import { type Account, accounts, balancesOf, type Entry, type Lines, type Sold, soldOf } from '../../domain/ledger.ts';
import type { Wiring } from '../wiring.ts';
import { type Item, query, type Tables, tablesOf } from './client.ts';
import { readItem } from './read.ts';
import { ledgerPartition } from './table.ts';
import { entryPut } from './ticket-writes.ts';
import { write } from './write.ts';

/** What is booked of rooms. */
export const ledgers = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  return {
    /** A booking by itself; noting it twice is noting it once. */
    async book(entry: Entry): Promise<void> {
      await write(tables, [entryPut(entry)]);
    },

    /** What stands in each account of a room: every entry is read, a read unit for each 4 KB, some 15 entries. */
    async balances(roomId: string): Promise<Readonly<Record<Account, number>>> {
      return balancesOf(await entriesOf(tables, roomId));
    },

    /** What a room has sold; as many read units. */
    async sold(roomId: string): Promise<Sold> {
      return soldOf(await entriesOf(tables, roomId));
    },
  };
};

async function entriesOf(tables: Tables, roomId: string): Promise<readonly Pick<Entry, 'lines'>[]> {
  const entries: Pick<Entry, 'lines'>[] = [];
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
  return entries;
}

const toLines = (item: Item): Lines =>
  Object.fromEntries(
    accounts.flatMap((account) => (typeof item[account] === 'number' ? [[account, item[account]]] : [])),
  );
