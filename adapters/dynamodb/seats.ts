import type { Member, Seat } from '../../domain/seat.ts';
import type { Wiring } from '../wiring.ts';
import { batchGet, getItem, query, tablesOf } from './client.ts';
import { toMember } from './member-item.ts';
import { seatCount } from './pools.ts';
import { countKey, indexes, leftQueue, memberKey, workKey } from './table.ts';
import { type Burial, kickWork, poolOrder, ranks } from './works.ts';
import { type Condition, present, type Write, write } from './write.ts';

/** Seats that were given: how they are taken back, and whether any are left. */
export const seats = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  return {
    /** People who left longest ago and still hold a seat of that epoch. */
    async leavers(roomId: string, epoch: number, limit: number): Promise<readonly Member[]> {
      const values = { ':q': leftQueue(roomId, epoch) };
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
      return (await write(tables, [strip, kickWork(roomId, seat, ranks.recycle)])).isWritten;
    },

    /** The attendee is dead: the order is done, the replica has a place more, and it is to be filled. */
    async buried({ roomId, epoch, replica = 0, workId }: Burial, at: string): Promise<void> {
      const refill = poolOrder({ roomId, epoch, rank: ranks.refill, at });
      const written = await write(tables, [death(workId), seatCount({ roomId, replica, epoch }, -1), refill]);
      // The room is over or in another epoch by now: there is no replica left to count for.
      if (!written.isWritten) await write(tables, [death(workId)]);
    },

    /** The attendee was dead already, with its meeting. */
    async forgotten(workId: string): Promise<void> {
      await write(tables, [death(workId)]);
    },

    /** Notes that the minter has seen to the pool as it was at that time, and whether every place was taken. 1 write unit. */
    async noteFilled(roomId: string, filledAt: string, isFull: boolean): Promise<void> {
      const change = { set: { filledAt, isFull }, add: zero };
      await write(tables, [{ kind: 'update', table: 'rooms', key: countKey(roomId), change, when: whatever }]);
    },

    /** What came of an order of that time: nothing yet while the minter's last look is older. 1 read unit. */
    async filledSince(roomId: string, since: string): Promise<{ readonly isFull: boolean } | undefined> {
      const item = await getItem(tables, 'rooms', countKey(roomId));
      const filledAt = item?.['filledAt'];
      return typeof filledAt === 'string' && filledAt >= since ? { isFull: item?.['isFull'] === true } : undefined;
    },
  };
};

const death = (workId: string): Write => ({ kind: 'remove', table: 'rooms', key: workKey(workId), when: present });
const whatever: Condition = { text: 'attribute_not_exists(pk) OR attribute_exists(pk)' };
/** A count that is written for the first time must be complete, whoever writes it. */
const zero = { participantCount: 0, peakCount: 0, freeSeats: 0 };
