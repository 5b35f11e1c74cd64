import type { Wiring } from '../wiring.ts';
import { tablesOf } from './client.ts';
import { countKey } from './table.ts';
import { present, write } from './write.ts';

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
  };
};
