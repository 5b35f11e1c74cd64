import { type Reactions, reactionField } from '../../domain/reaction.ts';
import type { Wiring } from '../wiring.ts';
import { getItem, type Item, tablesOf } from './client.ts';
import { readCount } from './read.ts';
import { toRoom } from './room-item.ts';
import { countKey, roomKey } from './table.ts';
import { type Condition, write } from './write.ts';

export type Size = { readonly participantCount: number; readonly freeSeats: number };

/** What changed: people and free seats more or fewer, and reactions that were sent. */
export type Sum = { readonly people: number; readonly freeSeats: number; readonly reactions: Reactions };

/** Soft counts of rooms, one item each: written by stream batches, at most about once a second and shard. */
export const counts = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  return {
    /**
     * Adds what a batch of changes comes to, reactions among them; the token makes a batch that is delivered twice count once (within ten minutes,
     * the service's limit), so nothing but the batch may decide what is written with it. The peak is what was seen here and
     * may miss a moment. 1 read unit, 2 write units, 1 more for a new peak.
     */
    async add(roomId: string, { people, freeSeats, reactions }: Sum, token: string): Promise<Size> {
      const key = countKey(roomId);
      const sent = Object.entries(reactions).map(([emoji, count]) => [reactionField(emoji), count]);
      const change = { add: { participantCount: people, freeSeats, peakCount: 0, ...Object.fromEntries(sent) } };
      await write(tables, [{ kind: 'update', table: 'rooms', key, change, when: whatever }], { token });
      const after = await getItem(tables, 'rooms', key);
      const participantCount = countOf(after, 'participantCount');
      if (participantCount > countOf(after, 'peakCount')) {
        const peak = { set: { peakCount: participantCount } };
        const when = { text: 'peakCount < :p', values: { ':p': participantCount } };
        await write(tables, [{ kind: 'update', table: 'rooms', key, change: peak, when }]);
      }
      return { participantCount, freeSeats: countOf(after, 'freeSeats') };
    },

    /** When the media service was last heard of in this room; the sweep asks about silent ones only. 1 write unit. */
    async heard(roomId: string, at: string): Promise<void> {
      const change = { set: { mediaEventAt: at }, add: { participantCount: 0, peakCount: 0, freeSeats: 0 } };
      await write(tables, [{ kind: 'update', table: 'rooms', key: countKey(roomId), change, when: whatever }]);
    },

    async liveEpoch(roomId: string): Promise<number | undefined> {
      const item = await getItem(tables, 'rooms', roomKey(roomId));
      const room = item && toRoom(item);
      return room?.status === 'live' ? room.epoch : undefined;
    },
  };
};

const whatever: Condition = { text: 'attribute_exists(pk) OR attribute_not_exists(pk)' };
const countOf = (item: Item | undefined, field: string): number =>
  item?.[field] === undefined ? 0 : readCount(item, field);
