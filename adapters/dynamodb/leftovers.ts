import type { Wiring } from '../wiring.ts';
import { batchGet, type Item, query, tablesOf } from './client.ts';
import { toReplica } from './member-item.ts';
import { readText } from './read.ts';
import { freePartition, freeShardCount, type Key, mediaKey, meetingKey } from './table.ts';
import { present, write } from './write.ts';

/** What is left of a room that is over. */
export const leftovers = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  return {
    /**
     * Replicas and free seats of a room that is over: their meeting is gone and with it every credential. 1 write unit each.
     * The replicas go first, since no seat is added to one that is gone.
     */
    async removePool(roomId: string, replicaBudget: number): Promise<void> {
      const replicas = Array.from({ length: replicaBudget }, (_, at) => mediaKey(roomId, at + 1));
      const wanted = replicas.map((key) => ({ table: 'rooms' as const, key, isConsistent: true }));
      const standing = (await batchGet(tables, wanted)).flatMap((item) => (item ? [toReplica(item)] : []));
      await removeAll([...replicas, ...standing.map(({ meeting }) => meetingKey(meeting.id))]);
      for (let shard = 0; shard < freeShardCount; shard += 1) await removePartition(freePartition(roomId, shard));
    },

    async forgetMeeting(meetingId: string): Promise<void> {
      await removeAll([meetingKey(meetingId)]);
    },
  };

  async function removePartition(pk: string): Promise<void> {
    let after: Item | undefined;
    do {
      const page = await query(tables, {
        table: 'rooms',
        where: 'pk = :pk',
        values: { ':pk': pk },
        limit: 100,
        ...(after && { after }),
      });
      await removeAll(page.items.map((item) => ({ pk: readText(item, 'pk'), sk: readText(item, 'sk') })));
      after = page.next;
    } while (after);
  }

  /** What is gone already is no failure: clean-up may run twice. */
  async function removeAll(keys: readonly Key[]): Promise<void> {
    await Promise.all(keys.map((key) => write(tables, [{ kind: 'remove', table: 'rooms', key, when: present }])));
  }
};
