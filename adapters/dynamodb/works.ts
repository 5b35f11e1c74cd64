import type { Seat } from '../../domain/seat.ts';
import type { Wiring } from '../wiring.ts';
import { getItem, type Item, query, tablesOf } from './client.ts';
import { readCount, readOneOf, readOptional, readText } from './read.ts';
import { indexes, kickWorkId, minterQueue, poolWorkId, stageWorkId, workKey, workPriority } from './table.ts';
import { absent, type Condition, present, type Write, write } from './write.ts';

/** What the minter has to do: bring a room's stage in line, let an attendee die, or fill a room's pool. */
export type Work = {
  readonly workId: string;
  readonly kind: 'stage' | 'kick' | 'pool';
  readonly rank: Rank;
  readonly roomId: string;
  readonly epoch: number;
  /** How often it was ordered: what was ordered again while it was done is not done yet. */
  readonly orderCount: number;
  readonly failureCount: number;
  readonly joinsInFlight: number;
  /** People who found no seat and wait for one. */
  readonly waiting: number;
  readonly meetingId?: string;
  readonly attendeeId?: string;
  readonly replica?: number;
};

/**
 * The head of the list is done first: stages, kicks, then rooms nobody can enter, then pools that run low, then the deaths of
 * leavers' seats and the seats that take their place; at the end what failed before.
 */
export const ranks = { stage: '0', kick: '1', cold: '2', low: '3', recycle: '4', refill: '5', failed: '9' } as const;
export type Rank = (typeof ranks)[keyof typeof ranks];
export type PoolOrder = {
  readonly roomId: string;
  readonly epoch: number;
  readonly rank: Rank;
  readonly at: string;
  /** Joins of the last second or so; the newest word counts. */
  readonly joinsInFlight?: number;
  readonly isWaiting?: boolean;
};

/** Tries after which a work is no longer in the list: another order puts it there again. */
const mostFailures = 10;

/** Work to be done by the minter, one item each; the stream of the table wakes it. */
export const works = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  return {
    /** Orders a fuller pool, or adds to the order that stands: it keeps its place. 1 write unit and 1 of the index. */
    async orderPool(order: PoolOrder): Promise<void> {
      await write(tables, [poolOrder(order)]);
    },

    /** Orders that the room's stage be compared with what was decided, and repaired. 1 write unit and 1 of the index. */
    async orderStage(roomId: string, epoch: number, at: string): Promise<void> {
      await write(tables, [stageOrder(roomId, epoch, at)]);
    },

    async isOrdered(roomId: string, epoch: number, rank: Rank): Promise<boolean> {
      return (await getItem(tables, 'rooms', workKey(poolWorkId(roomId, epoch, rank)))) !== undefined;
    },

    /** The head of the list. */
    async next(): Promise<Work | undefined> {
      const values = { ':q': minterQueue };
      const where = 'workQueue = :q';
      const page = await query(tables, { table: 'rooms', index: indexes.work, where, values, limit: 1 });
      return page.items.map(toWork)[0];
    },

    /** Done, unless it was ordered again meanwhile: then it stands. */
    async done({ workId, orderCount }: Work): Promise<void> {
      const when = { text: 'orderCount = :n', values: { ':n': orderCount } };
      await write(tables, [{ kind: 'remove', table: 'rooms', key: workKey(workId), when }]);
    },

    /**
     * Failed: comes after all others from now on, so that they need not wait for it, and leaves the list in the end. A death
     * that the media service only refused for now stays: nobody would order it again.
     */
    async postpone({ workId, kind, failureCount }: Work, at: string, isRefused: boolean): Promise<void> {
      const isCounted = kind !== 'kick' || !isRefused;
      const isLast = isCounted && failureCount + 1 >= mostFailures;
      const set = { failureCount: isLast ? 0 : failureCount + (isCounted ? 1 : 0) };
      const change = isLast
        ? { set, remove: ['workQueue', 'priority'] }
        : { set: { ...set, priority: workPriority(ranks.failed, at) } };
      await write(tables, [{ kind: 'update', table: 'rooms', key: workKey(workId), change, when: present }]);
    },
  };
};

const poolOrNew: Condition = {
  text: 'attribute_not_exists(pk) OR #kind = :pool',
  names: { '#kind': 'kind' },
  values: { ':pool': 'pool' },
};

/** The order of a fuller pool, for transactions that give the reason for it. */
export function poolOrder({ roomId, epoch, rank, at, joinsInFlight, isWaiting = false }: PoolOrder): Write {
  const workId = poolWorkId(roomId, epoch, rank);
  const place = { workQueue: minterQueue, priority: workPriority(rank, at) };
  const fresh = { workId, kind: 'pool', rank, roomId, epoch, failureCount: 0, ...place };
  const isCalm = joinsInFlight === undefined;
  const change = {
    ...(isCalm ? { init: { ...fresh, joinsInFlight: 0 } } : { init: fresh, set: { joinsInFlight } }),
    add: { orderCount: 1, waiting: isWaiting ? 1 : 0 },
  };
  return { kind: 'update', table: 'rooms', key: workKey(workId), change, when: poolOrNew };
}

function stageOrder(roomId: string, epoch: number, at: string): Write {
  const workId = stageWorkId(roomId);
  const place = { workQueue: minterQueue, priority: workPriority(ranks.stage, at) };
  const set = {
    workId,
    kind: 'stage',
    rank: ranks.stage,
    roomId,
    epoch,
    failureCount: 0,
    joinsInFlight: 0,
    waiting: 0,
  };
  const when = {
    text: 'attribute_not_exists(pk) OR #kind = :stage',
    names: { '#kind': 'kind' },
    values: { ':stage': 'stage' },
  };
  const change = { set: { ...set, ...place }, add: { orderCount: 1 } };
  return { kind: 'update', table: 'rooms', key: workKey(workId), change, when };
}

/** The order of a seat's death, as whoever carries it out knows it. */
export const kickOf = (roomId: string, { epoch, replica, attendee }: Seat): Burial => ({
  roomId,
  epoch,
  replica,
  workId: kickWorkId(attendee.AttendeeId),
});
export type Burial = Pick<Work, 'roomId' | 'epoch' | 'replica' | 'workId'>;

/** The death of an attendee, ordered in the transaction that takes the seat away. */
export function kickWork(roomId: string, seat: Seat, rank: Rank): Write {
  const attendeeId = seat.attendee.AttendeeId;
  const workId = kickWorkId(attendeeId);
  const { epoch, replica, meetingId } = seat;
  const work = { workId, kind: 'kick', rank, roomId, epoch, replica, meetingId, attendeeId };
  const counts = { orderCount: 1, failureCount: 0, joinsInFlight: 0, waiting: 0 };
  const place = { workQueue: minterQueue, priority: workPriority(rank, workId) };
  return { kind: 'put', table: 'rooms', item: { ...workKey(workId), ...work, ...counts, ...place }, when: absent };
}

const toWork = (item: Item): Work => ({
  workId: readText(item, 'workId'),
  kind: readOneOf(item, 'kind', ['stage', 'kick', 'pool'] as const),
  rank: readOneOf(item, 'rank', Object.values(ranks)),
  roomId: readText(item, 'roomId'),
  epoch: readCount(item, 'epoch'),
  orderCount: readCount(item, 'orderCount'),
  failureCount: readCount(item, 'failureCount'),
  joinsInFlight: readCount(item, 'joinsInFlight'),
  waiting: readCount(item, 'waiting'),
  ...readOptional(item, 'meetingId', readText),
  ...readOptional(item, 'attendeeId', readText),
  ...readOptional(item, 'replica', readCount),
});
