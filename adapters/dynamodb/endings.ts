import type { CanceledRoom, EndedRoom, LiveRoom, ScheduledRoom } from '../../domain/room.ts';
import type { Wiring } from '../wiring.ts';
import { claimRemoval } from './claims.ts';
import { batchGet, type Item, query, tablesOf } from './client.ts';
import { toReplica } from './member-item.ts';
import { readText } from './read.ts';
import { toRoom } from './room-item.ts';
import { type Changed, roomWrite } from './rooms.ts';
import { scheduleRemoval } from './starts.ts';
import { freePartition, freeShardCount, type Key, mediaKey, meetingKey } from './table.ts';
import { present, write } from './write.ts';

export const endings = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  return {
    /** Over, and the host free to host again, in one transaction: about 6 write units. */
    async end(before: LiveRoom, after: EndedRoom): Promise<Changed> {
      const written = await write(tables, [roomWrite(before, after), claimRemoval(before.hostId, before.id)]);
      if (written.isWritten) return written;
      const [first] = written.failures;
      if (first?.index === 0 && first.item) return { isWritten: false, current: toRoom(first.item) };
      // The host's presence is in another room by now: only the room is written.
      return alone(await write(tables, [roomWrite(before, after)]));
    },

    /** Canceled, and the planned room no longer counted. */
    async cancel(before: ScheduledRoom, after: CanceledRoom): Promise<Changed> {
      return alone(await write(tables, [roomWrite(before, after), scheduleRemoval(after)]));
    },

    /** Presence of people who were on stage, unless they are in another room by now: 1 write unit each. */
    async removePresence(roomId: string, userIds: readonly string[]): Promise<void> {
      await Promise.all(userIds.map((userId) => write(tables, [claimRemoval(userId, roomId)])));
    },

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

    async uncountScheduled(room: { readonly creatorId: string; readonly id: string }): Promise<void> {
      await write(tables, [scheduleRemoval(room)]);
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

function alone(written: Awaited<ReturnType<typeof write>>): Changed {
  if (written.isWritten) return written;
  const item = written.failures.find(({ index }) => index === 0)?.item;
  if (!item) throw new Error('The room is gone, or a write beside it failed');
  return { isWritten: false, current: toRoom(item) };
}
