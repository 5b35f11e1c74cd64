import type { LiveRoom, Room } from '../../domain/room.ts';
import type { Profile } from '../../domain/person.ts';
import type { Member, Replica, Seat } from '../../domain/seat.ts';
import type { Wiring } from '../wiring.ts';
import { batchGet, type Item, query, type Tables, tablesOf, type Wanted } from './client.ts';
import { awaitedQueue, fromMember, peopleShard, toMember, toReplica, toSeat } from './member-item.ts';
import { isSeen, toProfile } from './profile-item.ts';
import { readItem, readText, readTexts } from './read.ts';
import { toRoom } from './room-item.ts';
import {
  blockKey,
  blockSetKey,
  followKey,
  freePartition,
  freePlacePrefix,
  freeShardCount,
  invitationKey,
  type Key,
  mediaKey,
  memberKey,
  profileKey,
  roomKey,
  ticketKey,
} from './table.ts';
import { absent, type Failure, present, type Write, write } from './write.ts';

/** A free seat with the key it lies under. */
export type FreeSeat = { readonly key: Key; readonly seat: Seat };

/** Everything about one person at one room's door, read in one round trip. */
export type Door = {
  readonly room?: Room;
  readonly member?: Member;
  readonly profile?: Profile;
  readonly blockset: ReadonlySet<string>;
  readonly isInvited: boolean;
  readonly replicas: readonly Replica[];
  readonly freeSeats: readonly FreeSeat[];
};

export type Entrance = {
  readonly room: LiveRoom;
  readonly userId: string;
  readonly at: string;
  /** Whether the person lets others see what they listen to. */
  readonly isShown: boolean;
};

/** In with a seat, or why not: the first condition that was false, in the order of the refusals. */
export type Entered =
  | { readonly isIn: true; readonly seat: Seat }
  | { readonly isIn: false; readonly because: 'blocked' | 'banned' | 'not_follower' | 'not_invited' | 'no_ticket' | 'no_seat' };

export const joins = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  return {
    /** BatchGet of room, member, invitation, replicas, profile and blocks beside one query of free seats: one round trip. */
    async read(roomId: string, userId: string, replicaBudget: number): Promise<Door> {
      const [items, freeSeats] = await Promise.all([
        batchGet(tables, wantedOf(roomId, userId, replicaBudget)),
        freeSeatsOf(tables, roomId, Math.floor(wiring.random() * freeShardCount)),
      ]);
      const [room, member, invitation, profile, blockset, ...replicas] = items;
      return {
        ...(room && { room: toRoom(room) }),
        ...(member && { member: toMember(member) }),
        ...(profile && isSeen(profile) && { profile: toProfile(profile) }),
        blockset: new Set(blockset ? readTexts(blockset, 'userIds') : []),
        isInvited: invitation !== undefined,
        replicas: replicas.flatMap((item) => (item ? [toReplica(item)] : [])),
        freeSeats,
      };
    },

    /** Free seats of every shard: for whoever found the first one empty. 4 queries. */
    async freeSeats(roomId: string): Promise<readonly FreeSeat[]> {
      const shards = Array.from({ length: freeShardCount }, (_, shard) => freeSeatsOf(tables, roomId, shard));
      return (await Promise.all(shards)).flat();
    },

    /** Takes one of the free seats: one transaction each try (about 4 write units and the checks' 2). */
    async enter(entrance: Entrance, freeSeats: readonly FreeSeat[]): Promise<Entered> {
      for (const free of shuffled(freeSeats, entrance.room.epoch, wiring.random)) {
        const written = await write(tables, [...checksOf(entrance), memberPut(entrance, free.seat), seatRemoval(free)]);
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

function wantedOf(roomId: string, userId: string, replicaBudget: number): Wanted[] {
  const rooms = (key: Key): Wanted => ({ table: 'rooms', key, isConsistent: true });
  const social = (key: Key): Wanted => ({ table: 'social', key, isConsistent: false });
  return [
    rooms(roomKey(roomId)),
    rooms(memberKey(roomId, userId)),
    rooms(invitationKey(roomId, userId)),
    social(profileKey(userId)),
    social(blockSetKey(userId)),
    // All replicas a room may have, so that a join costs the same however many it has.
    ...Array.from({ length: replicaBudget }, (_, at) => rooms(mediaKey(roomId, at + 1))),
  ];
}

/** Ten seats from a random place on, away from the nearer end, so that neighbours in time seldom want the same one. */
async function freeSeatsOf(tables: Tables, roomId: string, shard: number): Promise<readonly FreeSeat[]> {
  const place = Buffer.from(tables.wiring.randomBytes(8)).toString('hex');
  const isBackward = place > '8';
  const page = await query(tables, {
    table: 'rooms',
    where: `pk = :pk AND sk ${isBackward ? '<=' : '>='} :sk`,
    values: { ':pk': freePartition(roomId, shard), ':sk': `${freePlacePrefix}${place}` },
    isBackward,
    limit: 10,
  });
  return page.items.map((item) => ({ key: toKey(item), seat: toSeat(readItem(item, 'seat')) }));
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

type Because = Extract<Entered, { isIn: false }>['because'];
type Check = { readonly write: Write; readonly because: Because };

/** What must hold in the same instant the seat is taken. Never a check on META: it would be the hot item. */
function doorChecks({ room, userId }: Entrance): readonly Check[] {
  const { hostId, id, audience } = room;
  const checks: Check[] = [{ write: check('social', blockKey(hostId, userId), absent), because: 'blocked' }];
  if (room.invitedUserIds.includes(userId)) return checks;
  if (audience === 'followers') checks.push({ write: check('social', followKey(userId, hostId), present), because: 'not_follower' });
  if (audience === 'invited') checks.push({ write: check('rooms', invitationKey(id, userId), present), because: 'not_invited' });
  if (audience === 'tickets') checks.push({ write: check('commerce', ticketKey(id, userId), paid), because: 'no_ticket' });
  return checks;
}

const paid = { text: '#st IN (:paid, :comp)', names: { '#st': 'state' }, values: { ':paid': 'paid', ':comp': 'comp' } };
const check = (table: 'social' | 'rooms' | 'commerce', key: Key, when: typeof absent): Write => ({ kind: 'check', table, key, when });
const checksOf = (entrance: Entrance): Write[] => doorChecks(entrance).map((entry) => entry.write);

/** One seat for one person: not while banned, and not while in with a seat of this epoch. */
function memberPut({ room, userId, at, isShown }: Entrance, seat: Seat): Write {
  const member: Member = {
    roomId: room.id,
    userId,
    state: 'joined',
    role: 'listener',
    epoch: room.epoch,
    seat,
    joinedAt: at,
    awaitedSince: at,
  };
  return {
    kind: 'put',
    table: 'rooms',
    item: fromMember(member, isShown),
    when: {
      text: 'attribute_not_exists(pk) OR (#st <> :banned AND NOT (epoch = :e AND attribute_exists(seat)))',
      names: { '#st': 'state' },
      values: { ':banned': 'banned', ':e': room.epoch },
    },
  };
}

function memberReturn({ room, userId, at, isShown }: Entrance, member: Member, seat: Seat): Write {
  const isBack = member.state === 'left';
  const awaited = { awaitedSince: at, workQueue: awaitedQueue(room.id), priority: at };
  return {
    kind: 'update',
    table: 'rooms',
    key: memberKey(room.id, userId),
    change: {
      set: { state: 'joined', joinedAt: at, ...(isBack && awaited), ...(isShown && { peopleShard: peopleShard(userId) }) },
      remove: ['leftAt', ...(isShown ? [] : ['peopleShard'])],
    },
    when: {
      text: '#st <> :banned AND epoch = :e AND attendeeId = :a',
      names: { '#st': 'state' },
      values: { ':banned': 'banned', ':e': room.epoch, ':a': seat.attendee.AttendeeId },
    },
  };
}

const seatRemoval = ({ key }: FreeSeat): Write => ({ kind: 'remove', table: 'rooms', key, when: present });

/** Undefined when only the seat was lost to somebody else: another one may do. */
function outcomeOf(failures: readonly Failure[], entrance: Entrance): Entered | undefined {
  const checks = doorChecks(entrance);
  const failed = failures.map(({ index }) => index).sort((a, b) => a - b);
  const check = checks.find((_, index) => index === failed[0]);
  if (check) return { isIn: false, because: check.because };
  const item = failures.find(({ index }) => index === checks.length)?.item;
  if (!item) return undefined;
  const member = toMember(item);
  if (member.state === 'banned') return { isIn: false, because: 'banned' };
  // The same person came in twice at once: both get the one seat.
  return member.state === 'joined' && member.seat?.epoch === entrance.room.epoch ? { isIn: true, seat: member.seat } : undefined;
}
