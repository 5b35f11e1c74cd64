import type { LiveRoom, Room } from '../../domain/room.ts';
import type { Wiring } from '../wiring.ts';
import { claimPut, claimRemoval } from './claims.ts';
import { batchGet, getItem, type Item, type Tables, tablesOf } from './client.ts';
import { readCount, readOptional, readText } from './read.ts';
import { fromRoom, meetingItemExpiresAt, toRoom } from './room-item.ts';
import { countKey, meetingKey, roomKey } from './table.ts';
import { type Condition, type Failure, type Write, write } from './write.ts';

/** Either it is written, or somebody else was first and `current` is what stands there now. */
export type Changed = { readonly isWritten: true } | { readonly isWritten: false; readonly current: Room };

/** What people are told of a room's size; soft counts that streams keep. */
export type Counts = { readonly participantCount: number; readonly peakCount: number; readonly mediaEventAt?: string };

export const rooms = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  return {
    /** One item by key: 1 read unit per 4 KB. */
    async find(roomId: string): Promise<Room | undefined> {
      const item = await getItem(tables, 'rooms', roomKey(roomId));
      return item && toRoom(item);
    },

    /** Rooms by their ids: 1 read unit per 4 KB of each. */
    async findAll(roomIds: readonly string[]): Promise<ReadonlyMap<string, Room>> {
      const wanted = roomIds.map((id) => ({ table: 'rooms' as const, key: roomKey(id), isConsistent: true }));
      const items = await batchGet(tables, wanted);
      return new Map(items.flatMap((item) => (item ? [toRoom(item)] : [])).map((room) => [room.id, room]));
    },

    /** Room and counts in one call: 1 read unit per 4 KB and half a unit. */
    async findWithCounts(roomIds: readonly string[]): Promise<readonly { room: Room; counts: Counts }[]> {
      const items = await batchGet(
        tables,
        roomIds
          .flatMap((id) => [roomKey(id), countKey(id)])
          .map((key) => ({ table: 'rooms', key, isConsistent: true })),
      );
      return roomIds.flatMap((_, at) => {
        const item = items[at * 2];
        return item ? [{ room: toRoom(item), counts: toCounts(items[at * 2 + 1]) }] : [];
      });
    },

    /**
     * Writes the room if nobody wrote it since it was read: 1 write unit per KB. The old item comes back with the refusal. A
     * room that gets another host moves the claim to host with it, 4 units more; one who hosts elsewhere keeps that claim.
     */
    async change(before: Room, after: Room): Promise<Changed> {
      const claims = before.status === 'live' && after.status === 'live' ? claimWrites(before, after) : [];
      return changeWithClaims(tables, before, after, claims);
    },

    /** The way back from a room's meeting; written once for each epoch. 2 write units. */
    async keepMeeting(room: LiveRoom): Promise<void> {
      await write(tables, [meetingWrite(room)]);
    },

    /** The room of a meeting; media events name the meeting only. Half a read unit each. */
    async roomIdsOfMeetings(meetingIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
      const wanted = meetingIds.map((id) => ({ table: 'rooms' as const, key: meetingKey(id), isConsistent: false }));
      const items = await batchGet(tables, wanted);
      return new Map(
        items.flatMap((item, at) => (item ? [[meetingIds[at] ?? '', readText(item, 'roomId')] as const] : [])),
      );
    },
  };
};

const toCounts = (item: Item | undefined): Counts =>
  item
    ? {
        participantCount: Math.max(0, readCount(item, 'participantCount')),
        peakCount: readCount(item, 'peakCount'),
        ...readOptional(item, 'mediaEventAt', readText),
      }
    : { participantCount: 0, peakCount: 0 };

/** Nobody wrote it since: every write of META raises its version by one. */
const unchanged = (before: Room): Condition => ({
  text: '#v = :v AND #st = :st',
  names: { '#v': 'version', '#st': 'status' },
  values: { ':v': before.version, ':st': before.status },
});

/** The write of a room's next state, for transactions that carry more than the room. */
export const roomWrite = (before: Room, after: Room): Write => ({
  kind: 'put',
  table: 'rooms',
  item: fromRoom(after),
  when: unchanged(before),
});

/** That nobody has written the room since, for transactions that leave it as it is. Never in a join: META would be the hot item. */
export const roomCheck = (before: Room): Write => ({
  kind: 'check',
  table: 'rooms',
  key: roomKey(before.id),
  when: unchanged(before),
});

/** Writes the room's next state with what goes along; other writes must not fail when the room's own condition holds. */
export async function change(tables: Tables, before: Room, after: Room, along: readonly Write[]): Promise<Changed> {
  const written = await write(tables, [roomWrite(before, after), ...along]);
  return written.isWritten ? written : changeFrom(before, written.failures);
}

/** Of two hosts either may host another room by now: that claim stays there, and the other one moves all the same. */
async function changeWithClaims(tables: Tables, before: Room, after: Room, claims: readonly Write[]): Promise<Changed> {
  const written = await write(tables, [roomWrite(before, after), ...claims]);
  if (written.isWritten) return written;
  const failed = new Set(written.failures.map(({ index }) => index));
  const movable = claims.filter((_, at) => !failed.has(at + 1));
  const isClaimed = !failed.has(0) && movable.length < claims.length;
  return isClaimed ? changeWithClaims(tables, before, after, movable) : changeFrom(before, written.failures);
}

function changeFrom(before: Room, failures: readonly Failure[]): Changed {
  const failed = failures.find((failure) => failure.index === 0);
  if (!failed?.item) throw new Error(`Room ${before.id} is gone, or a write beside it failed`);
  return { isWritten: false, current: toRoom(failed.item) };
}

/** The claim to host goes with the room to its next host. */
const claimWrites = (before: LiveRoom, after: LiveRoom): Write[] =>
  before.hostId === after.hostId ? [] : [claimRemoval(before.hostId, before.id), claimPut(after)];

export const meetingWrite = (room: LiveRoom): Write => ({
  kind: 'put',
  table: 'rooms',
  item: {
    ...meetingKey(room.meeting.id),
    roomId: room.id,
    epoch: room.epoch,
    expiresAt: meetingItemExpiresAt(room.meeting.createdAt),
  },
  // The same meeting found again by a repeated start is written again as it was.
  when: { text: 'attribute_not_exists(pk) OR roomId = :r', values: { ':r': room.id } },
});
