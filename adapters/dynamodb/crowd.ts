import type { Wiring } from '../wiring.ts';
import { type Item, query, type Tables, tablesOf } from './client.ts';
import { readText } from './read.ts';
import { awaitedQueue, indexes, type Key, peopleShardCount } from './table.ts';

/** Where a page of people ended. */
export type Spot = { readonly shard: number; readonly userId: string };

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

    /**
     * Listeners who let others see them, shard by shard. In a small room most shards hold nobody: twice as many are asked at
     * once whenever the page is not full, so that it takes 7 round trips at most, and in a large room 1 query or 2.
     */
    async pageOfPeople(roomId: string, limit: number, after: Spot | undefined): Promise<readonly Spot[]> {
      const found: Spot[] = [];
      let asked = 1;
      for (let shard = after?.shard ?? 0; shard < peopleShardCount && found.length < limit; asked *= 2) {
        const until = Math.min(shard + asked, peopleShardCount);
        const shards = Array.from({ length: until - shard }, (_, at) => shard + at);
        const most = limit - found.length;
        const pages = await Promise.all(shards.map((one) => peopleOfShard(tables, roomId, one, most, after)));
        found.push(...pages.flat());
        shard = until;
      }
      return found.slice(0, limit);
    },
  };
};

async function peopleOfShard(tables: Tables, roomId: string, shard: number, limit: number, after: Spot | undefined) {
  const since = shard === after?.shard ? after.userId : '';
  const page = await query(tables, {
    table: 'rooms',
    index: indexes.people,
    where: `roomId = :r AND peopleShard = :s${since ? ' AND userId > :u' : ''}`,
    values: { ':r': roomId, ':s': shard, ...(since && { ':u': since }) },
    limit,
  });
  return page.items.map((item): Spot => ({ shard, userId: readText(item, 'userId') }));
}

const toKey = (item: Item): Key => ({ pk: readText(item, 'pk'), sk: readText(item, 'sk') });
