import type { Seat } from '../../domain/seat.ts';
import type { Wiring } from '../wiring.ts';
import { type Item, query, tablesOf } from './client.ts';
import { readCount, readOneOf, readOptional, readText } from './read.ts';
import { indexes, kickWorkId, minterQueue, poolWorkId, workKey, workPriority } from './table.ts';
import { absent, present, type Write, write } from './write.ts';

/** What the minter has to do: fill a room's pool, or let an attendee die. */
export type Work = {
  readonly workId: string;
  readonly kind: 'pool' | 'kick';
  readonly roomId: string;
  readonly epoch: number;
  readonly priority: string;
  readonly joinsInFlight?: number;
  readonly meetingId?: string;
  readonly attendeeId?: string;
  readonly replica?: number;
};

/** The head of the list is done first: kicks, then rooms nobody can enter, then pools that run low. */
export const ranks = { kick: '1', cold: '2', low: '3' } as const;

/** Work to be done by the minter, one item each; the stream of the table wakes it. */
export const works = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  return {
    /** Orders a fuller pool; an order that stands already is enough. 1 write unit and 1 of the index. */
    async orderPool(roomId: string, epoch: number, rank: string, at: string, joinsInFlight: number): Promise<void> {
      const workId = poolWorkId(roomId, epoch, rank);
      const place = { workQueue: minterQueue, priority: workPriority(rank, at) };
      const work = { workId, kind: 'pool', roomId, epoch, joinsInFlight, ...place };
      await write(tables, [{ kind: 'put', table: 'rooms', item: { ...workKey(workId), ...work }, when: absent }]);
    },

    /** The head of the list. */
    async next(limit: number): Promise<readonly Work[]> {
      const values = { ':q': minterQueue };
      const page = await query(tables, { table: 'rooms', index: indexes.work, where: 'workQueue = :q', values, limit });
      return page.items.map(toWork);
    },

    /** Done; what was ordered again meanwhile is ordered by a new item. */
    async done(workId: string): Promise<void> {
      await write(tables, [{ kind: 'remove', table: 'rooms', key: workKey(workId), when: present }]);
    },
  };
};

/** The death of an attendee, ordered in the transaction that takes the seat away. */
export function kickWork(roomId: string, seat: Seat): Write {
  const attendeeId = seat.attendee.AttendeeId;
  const workId = kickWorkId(attendeeId);
  const { epoch, replica, meetingId } = seat;
  const work = { workId, kind: 'kick', roomId, epoch, replica, meetingId, attendeeId };
  const item = { ...workKey(workId), ...work, workQueue: minterQueue, priority: workPriority(ranks.kick, workId) };
  return { kind: 'put', table: 'rooms', item, when: absent };
}

const toWork = (item: Item): Work => ({
  workId: readText(item, 'workId'),
  kind: readOneOf(item, 'kind', ['pool', 'kick'] as const),
  roomId: readText(item, 'roomId'),
  epoch: readCount(item, 'epoch'),
  priority: readText(item, 'priority'),
  ...readOptional(item, 'joinsInFlight', readCount),
  ...readOptional(item, 'meetingId', readText),
  ...readOptional(item, 'attendeeId', readText),
  ...readOptional(item, 'replica', readCount),
});
