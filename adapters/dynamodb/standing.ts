import type { Profile } from '../../domain/person.ts';
import type { Room } from '../../domain/room.ts';
import type { Member } from '../../domain/seat.ts';
import type { Wiring } from '../wiring.ts';
import { batchGet, type Item, type Tables, tablesOf, type Wanted } from './client.ts';
import { toMember } from './member-item.ts';
import { isSeen, toProfile } from './profile-item.ts';
import { toRoom } from './room-item.ts';
import { memberKey, profileKey, roomKey } from './table.ts';

/** A room and somebody who does something in it; each is absent when there is none. */
export type Standing = { readonly room?: Room; readonly member?: Member; readonly profile?: Profile };

export const standings = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  return {
    /** One call; 3 read units, more for a room above 4 KB. */
    async find(roomId: string, userId: string): Promise<Standing> {
      return (await standingWith(tables, roomId, userId)).standing;
    },
  };
};

/** The same with one item more, in the same call. */
export async function standingWith(
  tables: Tables,
  roomId: string,
  userId: string,
  more: readonly Omit<Wanted, 'isConsistent'>[] = [],
): Promise<{ readonly standing: Standing; readonly items: readonly (Item | undefined)[] }> {
  const [room, member, profile, ...items] = await batchGet(
    tables,
    [
      { table: 'rooms' as const, key: roomKey(roomId) },
      { table: 'rooms' as const, key: memberKey(roomId, userId) },
      { table: 'social' as const, key: profileKey(userId) },
      ...more,
    ].map((wanted) => ({ ...wanted, isConsistent: true })),
  );
  return {
    standing: {
      ...(room && { room: toRoom(room) }),
      ...(member && { member: toMember(member) }),
      ...(profile && isSeen(profile) && { profile: toProfile(profile) }),
    },
    items,
  };
}
