import type { Profile } from '../../domain/person.ts';
import type { Room } from '../../domain/room.ts';
import type { Member } from '../../domain/seat.ts';
import type { Wiring } from '../wiring.ts';
import { batchGet, type Item, tablesOf, type Wanted } from './client.ts';
import { toMember } from './member-item.ts';
import { isSeen, toProfile } from './profile-item.ts';
import { readTexts } from './read.ts';
import {
  blockKey,
  blockSetKey,
  followKey,
  invitationKey,
  type Key,
  memberKey,
  profileKey,
  ticketKey,
} from './table.ts';

/** How a signed-in person stands to a room they want to read. */
export type Reader = {
  readonly profile?: Profile;
  readonly member?: Member;
  readonly blockset: ReadonlySet<string>;
  readonly isBlockedByHost: boolean;
  readonly isFollower: boolean;
  readonly isInvited: boolean;
  readonly hasTicket: boolean;
};

export const reading = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  return {
    /** One call over three tables; 7 keys, about 5 read units. */
    async readerOf(room: Room, userId: string): Promise<Reader> {
      const { id, hostId } = room;
      const [profile, blocks, block, follow, member, invitation, ticket] = await batchGet(tables, [
        wanted('social', profileKey(userId)),
        wanted('social', blockSetKey(userId)),
        wanted('social', blockKey(hostId, userId)),
        wanted('social', followKey(userId, hostId)),
        wanted('rooms', memberKey(id, userId)),
        wanted('rooms', invitationKey(id, userId)),
        wanted('commerce', ticketKey(id, userId)),
      ]);
      return {
        ...(profile && isSeen(profile) && { profile: toProfile(profile) }),
        ...(member && { member: toMember(member) }),
        blockset: new Set(blocks?.['userIds'] ? readTexts(blocks, 'userIds') : []),
        isBlockedByHost: block !== undefined,
        isFollower: follow !== undefined,
        isInvited: invitation !== undefined,
        hasTicket: isValid(ticket),
      };
    },
  };
};

const wanted = (table: Wanted['table'], key: Key): Wanted => ({ table, key, isConsistent: true });
const isValid = (ticket: Item | undefined): boolean => ticket?.['state'] === 'paid' || ticket?.['state'] === 'comp';
