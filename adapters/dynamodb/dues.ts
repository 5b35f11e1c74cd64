import type { Wiring } from '../wiring.ts';
import { type Item, query, tablesOf } from './client.ts';
import { readText } from './read.ts';
import { dueQueue, dueShardCount, indexes, type Key } from './table.ts';
import { toTicket } from './ticket-item.ts';
import { write } from './write.ts';

/** Something that somebody must look at, since `dueAt`. */
export type DueThing<T> = { readonly of: T; readonly key: Key; readonly dueAt: string };

/** What somebody must look at: tickets, payments that go back, rooms of which something is not done yet. */
export type Due = Readonly<{
  [Kind in keyof typeof kinds]: readonly DueThing<ReturnType<(typeof kinds)[Kind]['read']>>[];
}>;

const textAt =
  (field: string) =>
  (item: Item): string =>
    readText(item, field);
const kinds = {
  tickets: { sk: 'TICKET', read: toTicket },
  /** Payment intents that go back. */
  refunds: { sk: 'REFUND', read: textAt('paymentIntentId') },
  /** Rooms of which everybody's money goes back, and nobody went on with that. */
  refundJobs: { sk: 'REFUNDS', read: textAt('jobOf') },
  /** Rooms in which a place is kept for whoever waits: a part each. */
  keptPlaces: { sk: 'PART', read: textAt('roomId') },
  /** Rooms whose host is to be paid. */
  payouts: { sk: 'SALE', read: textAt('roomId') },
} as const;

export const dues = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  return {
    /** What is due in every shard, longest first and so many of each at most: an index query a shard, eight in all. */
    async until(until: string, limit: number): Promise<Due> {
      const shards = Array.from({ length: dueShardCount }, (_, shard) =>
        query(tables, {
          table: 'commerce',
          index: indexes.due,
          where: 'dueQueue = :q AND dueAt <= :until',
          values: { ':q': dueQueue(shard), ':until': until },
          limit,
        }),
      );
      const items = (await Promise.all(shards)).flatMap((page) => page.items);
      const all = <T>({ sk, read }: { readonly sk: string; readonly read: (item: Item) => T }) =>
        items.filter((item) => item['sk'] === sk).map((item) => toThing(item, read));
      return {
        tickets: all(kinds.tickets),
        refunds: all(kinds.refunds),
        refundJobs: all(kinds.refundJobs),
        keptPlaces: all(kinds.keptPlaces),
        payouts: all(kinds.payouts),
      };
    },

    /**
     * Has it stand behind the others, if it still is due as it was: what can never be done must not keep the rest from its turn.
     * 1 write unit.
     */
    async putOff({ key, dueAt }: Pick<DueThing<unknown>, 'key' | 'dueAt'>, until: string): Promise<void> {
      const change = { set: { dueAt: until } };
      const when = { text: 'dueAt = :seen', values: { ':seen': dueAt } };
      await write(tables, [{ kind: 'update', table: 'commerce', key, change, when }]);
    },
  };
};

const toThing = <T>(item: Item, read: (item: Item) => T): DueThing<T> => ({
  of: read(item),
  key: { pk: readText(item, 'pk'), sk: readText(item, 'sk') },
  dueAt: readText(item, 'dueAt'),
});
