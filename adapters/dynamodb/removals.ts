import type { Room } from '../../domain/room.ts';
import type { Member } from '../../domain/seat.ts';
import type { Wiring } from '../wiring.ts';
import { query, tablesOf } from './client.ts';
import { readText } from './read.ts';
import { schemaVersion } from './room-item.ts';
import { roomCheck, roomWrite } from './rooms.ts';
import { banKey, banPartition, banPrefix, memberKey } from './table.ts';
import { kickWork, ranks } from './works.ts';
import { absent, type Condition, present, type Write, write } from './write.ts';

/** Somebody is put out of a room. `ban` keeps them out for good; `member` is what stood there when it was decided. */
export type Removal = {
  readonly before: Room;
  readonly after: Room;
  readonly personId: string;
  readonly member?: Member;
  readonly ban?: { readonly byUserId: string; readonly isRefunded?: boolean };
  readonly at: string;
};
export type Ban = { readonly personId: string; readonly byUserId: string; readonly bannedAt: string };

export const removals = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  return {
    /**
     * Off the stage, without seat and credential, left or banned, and the seat's death ordered: one transaction of up to
     * 4 items, about 16 write units. `again` when room or person changed since they were read.
     */
    async remove(removal: Removal): Promise<'removed' | 'again'> {
      const written = await write(tables, writesOf(removal));
      return written.isWritten ? 'removed' : 'again';
    },

    /** Everybody banned from the room, a page at a time in the order of ids. */
    async bans(roomId: string, limit: number, after: string | undefined): Promise<readonly Ban[]> {
      const page = await query(tables, {
        table: 'rooms',
        where: `pk = :pk AND ${after === undefined ? 'begins_with(sk, :sk)' : 'sk BETWEEN :sk AND :end'}`,
        values: {
          ':pk': banPartition(roomId),
          ':sk': after === undefined ? banPrefix : `${banPrefix}${after} `,
          ...(after !== undefined && { ':end': `${banPrefix}~` }),
        },
        limit,
        isConsistent: true,
      });
      return page.items.map((item) => ({
        personId: readText(item, 'personId'),
        byUserId: readText(item, 'byUserId'),
        bannedAt: readText(item, 'bannedAt'),
      }));
    },

    /** A ban becomes one with a refund, and is told as such; nothing happens when it was one, or is lifted. 1 write unit. */
    async refund(
      roomId: string,
      personId: string,
      by: { readonly byUserId: string; readonly at: string },
    ): Promise<void> {
      const { byUserId, at: bannedAt } = by;
      const change = { set: { byUserId, bannedAt, isRefunded: true } };
      const when = { text: `${present.text} AND attribute_not_exists(isRefunded)` };
      await write(tables, [{ kind: 'update', table: 'rooms', key: banKey(roomId, personId), change, when }]);
    },

    /** May come in again; false when they were not banned. 4 write units. */
    async lift(roomId: string, personId: string, at: string): Promise<boolean> {
      const lifted: Write = {
        kind: 'update',
        table: 'rooms',
        key: memberKey(roomId, personId),
        change: { set: { state: 'left', leftAt: at, isLost: false } },
        when: { text: '#st = :banned', names: { '#st': 'state' }, values: { ':banned': 'banned' } },
      };
      const listed: Write = { kind: 'remove', table: 'rooms', key: banKey(roomId, personId), when: present };
      return (await write(tables, [lifted, listed])).isWritten;
    },
  };
};

function writesOf(removal: Removal): Write[] {
  const { before, after, member, ban, personId, at } = removal;
  const { id: roomId } = before;
  // Whoever is brought on stage meanwhile must not stay there: the room is as it was read, written or not.
  const room = after.version === before.version ? roomCheck(before) : roomWrite(before, after);
  const writes = [room, memberOut(removal)];
  if (member?.seat) writes.push(kickWork(roomId, member.seat, ranks.kick));
  if (ban) {
    const item = { ...banKey(roomId, personId), schemaVersion, roomId, personId, bannedAt: at, ...ban };
    const whatever: Condition = { text: 'attribute_not_exists(pk) OR roomId = :r', values: { ':r': roomId } };
    writes.push({ kind: 'put', table: 'rooms', item, when: whatever });
  }
  return writes;
}

const credentials = ['seat', 'stage', 'attendeeId', 'workQueue', 'priority', 'peopleShard', 'awaitedSince', 'askedAt'];

/** Of somebody who never was in: the item is made, for it is the ban. */
function memberOut({ before, personId, member, ban, at }: Removal): Write {
  const { id: roomId, epoch } = before;
  const isGuest = personId.startsWith('g');
  const fresh = { roomId, userId: personId, schemaVersion, role: isGuest ? 'guest' : 'listener', epoch, joinedAt: at };
  const state = ban ? 'banned' : 'left';
  const change = { set: { state, leftAt: at, isLost: false }, init: fresh, remove: credentials };
  return { kind: 'update', table: 'rooms', key: memberKey(roomId, personId), change, when: asRead(member) };
}

/** Nobody came or went since: a seat taken meanwhile would stay alive. */
function asRead(member: Member | undefined): Condition {
  if (!member) return absent;
  const names = { '#st': 'state' };
  const values = { ':s': member.state, ':j': member.joinedAt };
  const text = '#st = :s AND joinedAt = :j';
  const attendeeId = member.seat?.attendee.AttendeeId;
  return attendeeId === undefined
    ? { text: `${text} AND attribute_not_exists(attendeeId)`, names, values }
    : { text: `${text} AND attendeeId = :a`, names, values: { ...values, ':a': attendeeId } };
}
