import { type Reactions, reactionsAmong } from '../../domain/reaction.ts';
import type { Room } from '../../domain/room.ts';
import type { Wiring } from '../wiring.ts';
import { batchGet, type Item, tablesOf } from './client.ts';
import { readCount } from './read.ts';
import { toRoom } from './room-item.ts';
import { countKey, roomKey } from './table.ts';
import { present, write } from './write.ts';

/** What a tick tells of a room; reactions since its start. */
export type Told = { readonly room: Room; readonly participantCount: number; readonly reactions: Reactions };

/** The mark at a room's size that says that a tick is on its way. */
export const ticks = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  return {
    /**
     * Marks the room; false when a tick is on its way already. A batch that comes again may mark again, for it may have died
     * before its message was sent; a mark from before `lostBefore` is of a message that was lost. 1 write unit.
     */
    async claim(roomId: string, tick: { dueAt: string; batch: string; lostBefore: string }): Promise<boolean> {
      const change = { set: { tickDueAt: tick.dueAt, tickBatch: tick.batch } };
      const when = {
        text: 'attribute_exists(pk) AND (attribute_not_exists(tickDueAt) OR tickBatch = :b OR tickDueAt < :l)',
        values: { ':b': tick.batch, ':l': tick.lostBefore },
      };
      const key = countKey(roomId);
      return (await write(tables, [{ kind: 'update', table: 'rooms', key, change, when }])).isWritten;
    },

    /** Takes the mark away before the size is read, so that whatever changes after the reading marks again. 1 write unit. */
    async begin(roomId: string): Promise<void> {
      const change = { remove: ['tickDueAt', 'tickBatch'] };
      await write(tables, [{ kind: 'update', table: 'rooms', key: countKey(roomId), change, when: present }]);
    },

    /** What there is to tell: 1 read unit per 4 KB of the room and half a unit more. */
    async read(roomId: string): Promise<Told | undefined> {
      const keys = [roomKey(roomId), countKey(roomId)];
      const [item, count] = await batchGet(
        tables,
        keys.map((key) => ({ table: 'rooms', key, isConsistent: true })),
      );
      return item && { room: toRoom(item), participantCount: peopleOf(count), reactions: reactionsAmong(count ?? {}) };
    },
  };
};

const peopleOf = (count: Item | undefined): number => (count ? Math.max(0, readCount(count, 'participantCount')) : 0);
