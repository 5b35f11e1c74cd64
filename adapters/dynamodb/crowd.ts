import type { Wiring } from '../wiring.ts';
import { type Item, query, tablesOf } from './client.ts';
import { readText } from './read.ts';
import { awaitedQueue, indexes, type Key, peopleShardCount } from './table.ts';

/** Members of a room found by what they have in common. */
export const crowd = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  return {
    /** Who is awaited since before that time, longest first. */
    async awaitedSince(roomId: string, before: string): Promise<readonly Key[]> {
      const values = { ':q': awaitedQueue(roomId), ':b': before };
      const page = await query(tables, {
        table: 'rooms',
        index: indexes.work,
        where: 'workQueue = :q AND priority < :b',
        values,
      });
      return page.items.map(toKey);
    },

    /** Listeners who let others see them: one query per shard until the page is full. */
    async pageOfPeople(roomId: string, limit: number, after: { shard: number; userId: string } | undefined) {
      const found: { shard: number; userId: string }[] = [];
      for (let shard = after?.shard ?? 0; shard < peopleShardCount && found.length < limit; shard += 1) {
        const since = shard === after?.shard ? after.userId : '';
        const values = { ':r': roomId, ':s': shard, ...(since && { ':u': since }) };
        const where = `roomId = :r AND peopleShard = :s${since ? ' AND userId > :u' : ''}`;
        const page = await query(tables, {
          table: 'rooms',
          index: indexes.people,
          where,
          values,
          limit: limit - found.length,
        });
        found.push(...page.items.map((item) => ({ shard, userId: readText(item, 'userId') })));
      }
      return found;
    },
  };
};

const toKey = (item: Item): Key => ({ pk: readText(item, 'pk'), sk: readText(item, 'sk') });
