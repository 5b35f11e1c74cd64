import type { Member, Seat } from '../../domain/seat.ts';
import type { Wiring } from '../wiring.ts';
import { batchGet, getItem, query, tablesOf } from './client.ts';
import { toMember } from './member-item.ts';
import { seatCount } from './pools.ts';
import { countKey, indexes, leftQueue, memberKey, workKey } from './table.ts';
import { kickWork } from './works.ts';
import { present, type Write, write } from './write.ts';

/** Seats that were given: how they are taken back, and whether any are left. */
export const seats = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  return {
    /** People who left longest ago and still hold a seat. */
    async leavers(roomId: string, limit: number): Promise<readonly Member[]> {
      const values = { ':q': leftQueue(roomId) };
      const page = await query(tables, { table: 'rooms', index: indexes.work, where: 'workQueue = :q', values, limit });
      const keys = page.items.map((item) => ({ pk: String(item['pk']), sk: String(item['sk']) }));
      const items = await batchGet(
        tables,
        keys.map((key) => ({ table: 'rooms', key, isConsistent: true })),
      );
      return items.flatMap((item) => (item ? [toMember(item)] : []));
    },

    /** Takes the seat of somebody who left, and orders its attendee's death in the same instant; false when they came back. */
    async takeBack(member: Member, seat: Seat): Promise<boolean> {
      const { roomId, userId } = member;
      const strip: Write = {
        kind: 'update',
        table: 'rooms',
        key: memberKey(roomId, userId),
        change: { remove: ['seat', 'attendeeId', 'workQueue', 'priority'] },
        when: {
          text: '#st = :left AND attendeeId = :a',
          names: { '#st': 'state' },
          values: { ':left': 'left', ':a': seat.attendee.AttendeeId },
        },
      };
      return (await write(tables, [strip, kickWork(roomId, seat)])).isWritten;
    },

    /** The attendee is dead: the order is done and the replica has a place more. */
    async buried(roomId: string, seat: Pick<Seat, 'replica' | 'epoch'>, workId: string): Promise<void> {
      const done: Write = { kind: 'remove', table: 'rooms', key: workKey(workId), when: present };
      const written = await write(tables, [done, seatCount({ roomId, ...seat }, -1)]);
      // The room is over or in another epoch: there is no replica left to count for.
      if (!written.isWritten) await write(tables, [done]);
    },

    /** Whether every place of the room is taken, as the minter found it last; joins that find no seat read it. */
    async markFull(roomId: string, isFull: boolean): Promise<void> {
      const when = { text: 'attribute_not_exists(pk) OR attribute_exists(pk)' };
      await write(tables, [
        { kind: 'update', table: 'rooms', key: countKey(roomId), change: { set: { isFull }, add: zero }, when },
      ]);
    },

    async isFull(roomId: string): Promise<boolean> {
      return (await getItem(tables, 'rooms', countKey(roomId)))?.['isFull'] === true;
    },
  };
};

/** A count that is written for the first time must be complete, whoever writes it. */
const zero = { participantCount: 0, peakCount: 0, freeSeats: 0 };
