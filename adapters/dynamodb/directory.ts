import type { Wiring } from '../wiring.ts';
import { type Item, type Page, query, tablesOf } from './client.ts';
import { readText } from './read.ts';
import { directoryShardCount, indexes, roomKey } from './table.ts';

/** Where a page of the directory ended. */
export type Place = { readonly at: string; readonly roomId: string };

export const directory = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  return {
    /** Rooms of the directory behind a place, newest start first (or soonest first): one index query per shard. */
    async page(list: 'live' | 'scheduled', limit: number, after: Place | undefined): Promise<readonly Place[]> {
      const isBackward = list === 'live';
      const shards = Array.from({ length: directoryShardCount }, (_, shard) =>
        query(tables, {
          table: 'rooms',
          index: indexes.directory,
          where: 'directory = :d AND #shard = :s',
          names: { '#shard': 'shard' },
          values: { ':d': list, ':s': shard },
          limit,
          isBackward,
          // A start key need not exist: every shard goes on behind the same place.
          ...(after && {
            after: { ...roomKey(after.roomId), directory: list, shard, startedAt: after.at, roomId: after.roomId },
          }),
        }),
      );
      const found = (await Promise.all(shards)).flatMap((page) => page.items.map(toPlace));
      const sign = isBackward ? -1 : 1;
      return found.sort((a, b) => sign * compare(a, b)).slice(0, limit);
    },

    /** Ids of the rooms a person hosts, newest first; the place is the last id of the page before. */
    async pageByHost(hostId: string, limit: number, before: string | undefined): Promise<readonly string[]> {
      const page: Page = await query(tables, {
        table: 'rooms',
        index: indexes.byHost,
        where: before ? 'hostId = :h AND roomId < :b' : 'hostId = :h',
        values: { ':h': hostId, ...(before && { ':b': before }) },
        limit,
        isBackward: true,
      });
      return page.items.map((item) => readText(item, 'roomId'));
    },
  };
};

const compare = (a: Place, b: Place): number => {
  const [first, second] = [`${a.at}|${a.roomId}`, `${b.at}|${b.roomId}`];
  return first < second ? -1 : Number(first > second);
};
const toPlace = (item: Item): Place => ({ at: readText(item, 'startedAt'), roomId: readText(item, 'roomId') });
