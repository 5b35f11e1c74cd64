import type { Invited } from '../../domain/admission.ts';
import { isGuestId } from '../../domain/ids.ts';
import type { Profile } from '../../domain/person.ts';
import type { Room } from '../../domain/room.ts';
import type { Member, Replica, Seat } from '../../domain/seat.ts';
import type { Wiring } from '../wiring.ts';
import { batchGet, type Item, query, type Tables, tablesOf, type Wanted } from './client.ts';
import { checksOf, type Entered, type Entrance, memberEntry, memberReturn, outcomeOf } from './entrance.ts';
import { toInvitation } from './invitations.ts';
import { toMember, toReplica, toSeat } from './member-item.ts';
import { isSeen, toProfile } from './profile-item.ts';
import { readItem, readText, readTexts } from './read.ts';
import { toRoom } from './room-item.ts';
import {
  blockSetKey,
  freePartition,
  freePlacePrefix,
  freePlaceText,
  freeShardCount,
  invitationKey,
  type Key,
  mediaKey,
  memberKey,
  profileKey,
  roomKey,
} from './table.ts';
import { present, type Write, write } from './write.ts';

/** A free seat with the key it lies under. */
export type FreeSeat = { readonly key: Key; readonly seat: Seat };

/** Everything about one person at one room's door, read in one round trip. */
export type Door = {
  readonly room?: Room;
  readonly member?: Member;
  readonly profile?: Profile;
  readonly blockset: ReadonlySet<string>;
  readonly invitation?: Invited;
  readonly replicas: readonly Replica[];
  readonly freeSeats: readonly FreeSeat[];
};

export const joins = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  return {
    /**
     * BatchGet of room, member, invitation, replicas, profile and blocks beside one query of free seats: one round trip.
     * Guests have neither profile nor blocks.
     */
    async read(roomId: string, personId: string, replicaBudget: number): Promise<Door> {
      const [items, freeSeats] = await Promise.all([
        batchGet(tables, wantedOf(roomId, personId, replicaBudget)),
        seatsFrom(tables, roomId, randomLook(Math.floor(wiring.random() * freeShardCount), wiring.random)),
      ]);
      const [room, member, invitation, ...others] = items;
      const [replicas, [profile, blockset]] = [others.slice(0, replicaBudget), others.slice(replicaBudget)];
      return {
        ...(room && { room: toRoom(room) }),
        ...(member && { member: toMember(member) }),
        ...(profile && isSeen(profile) && { profile: toProfile(profile) }),
        blockset: new Set(blockset?.['userIds'] ? readTexts(blockset, 'userIds') : []),
        ...(invitation && { invitation: toInvitation(invitation) }),
        replicas: replicas.flatMap((item) => (item ? [toReplica(item)] : [])),
        freeSeats,
      };
    },

    /** Free seats of every shard, to the last one: for whoever found the first shard empty. 4 to 8 queries. */
    async freeSeats(roomId: string): Promise<readonly FreeSeat[]> {
      const looks = Array.from({ length: freeShardCount }, (_, shard) => randomLook(shard, wiring.random));
      return (await Promise.all(looks.map((look) => seatsAround(tables, roomId, look)))).flat();
    },

    /**
     * Takes one of the free seats: one transaction each try (about 4 write units and the checks' 2). Who has lost so many races
     * has seats before them that are gone: a fresh look is better.
     */
    async enter(entrance: Entrance, freeSeats: readonly FreeSeat[]): Promise<Entered> {
      for (const free of shuffled(freeSeats, entrance.room.epoch, wiring.random).slice(0, mostRaces)) {
        const checks = checksOf(entrance);
        const writes = [...checks, memberEntry(entrance, free.seat), seatRemoval(free)];
        const written = await write(tables, writes, { rivalIndex: checks.length + 1 });
        if (written.isWritten) return { isIn: true, seat: free.seat };
        const outcome = outcomeOf(written.failures, entrance);
        if (outcome) return outcome;
      }
      return { isIn: false, because: 'no_seat' };
    },

    /** Comes back to the seat the member still holds, under the conditions of a first join. */
    async reenter(entrance: Entrance, member: Member, seat: Seat): Promise<Entered> {
      const written = await write(tables, [...checksOf(entrance), memberReturn(entrance, member, seat)]);
      if (written.isWritten) return { isIn: true, seat };
      return outcomeOf(written.failures, entrance) ?? { isIn: false, because: 'no_seat' };
    },
  };
};

const mostRaces = 4;

function wantedOf(roomId: string, personId: string, replicaBudget: number): Wanted[] {
  const rooms = (key: Key): Wanted => ({ table: 'rooms', key, isConsistent: true });
  const social = (key: Key): Wanted => ({ table: 'social', key, isConsistent: false });
  return [
    rooms(roomKey(roomId)),
    rooms(memberKey(roomId, personId)),
    rooms(invitationKey(roomId, personId)),
    // All replicas a room may have, so that a join costs the same however many it has.
    ...Array.from({ length: replicaBudget }, (_, at) => rooms(mediaKey(roomId, at + 1))),
    ...(isGuestId(personId) ? [] : [social(profileKey(personId)), social(blockSetKey(personId))]),
  ];
}

type Look = { readonly shard: number; readonly place: string; readonly isBackward: boolean };
const seatsPerLook = 10;

/**
 * From a random place on, away from the nearer end, so that neighbours in time seldom want the same seat. Places near the ends
 * are taken more often: seats lying there are met from one side only.
 */
function randomLook(shard: number, random: () => number): Look {
  const distance = random() ** 1.5 / 2;
  const isBackward = random() < 0.5;
  return { shard, place: freePlaceText(isBackward ? 1 - distance : distance), isBackward };
}

async function seatsFrom(tables: Tables, roomId: string, look: Look): Promise<readonly FreeSeat[]> {
  const { shard, place, isBackward } = look;
  const page = await query(tables, {
    table: 'rooms',
    where: `pk = :pk AND sk ${isBackward ? '<=' : '>='} :sk`,
    values: { ':pk': freePartition(roomId, shard), ':sk': `${freePlacePrefix}${place}${isBackward ? 'g' : ''}` },
    isBackward,
    limit: seatsPerLook,
  });
  return page.items.map((item) => ({ key: toKey(item), seat: toSeat(readItem(item, 'seat')) }));
}

/** The last seats of a pool may all lie behind the place the look began at. */
async function seatsAround(tables: Tables, roomId: string, look: Look): Promise<readonly FreeSeat[]> {
  const ahead = await seatsFrom(tables, roomId, look);
  if (ahead.length === seatsPerLook) return ahead;
  return [...ahead, ...(await seatsFrom(tables, roomId, { ...look, isBackward: !look.isBackward }))];
}

const toKey = (item: Item): Key => ({ pk: readText(item, 'pk'), sk: readText(item, 'sk') });

/** Seats of another epoch belong to a meeting that is over. */
function shuffled(seats: readonly FreeSeat[], epoch: number, random: () => number): readonly FreeSeat[] {
  return seats
    .filter(({ seat }) => seat.epoch === epoch)
    .map((seat) => ({ seat, order: random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ seat }) => seat);
}

const seatRemoval = ({ key }: FreeSeat): Write => ({ kind: 'remove', table: 'rooms', key, when: present });
