import type { Pass } from '../../domain/admission.ts';
import type { Audience, LiveRoom } from '../../domain/room.ts';
import type { Member, Seat } from '../../domain/seat.ts';
import { peopleShard, toMember } from './member-item.ts';
import { schemaVersion } from './room-item.ts';
import { awaitedQueue, blockKey, followKey, invitationKey, type Key, memberKey, ticketKey } from './table.ts';
import { absent, type Condition, type Failure, present, type Write } from './write.ts';

export type Entrance = {
  readonly room: LiveRoom;
  readonly userId: string;
  /** People on stage have a seat in the audience too, and keep what they have beside it. */
  readonly role: Member['role'];
  /** What lets them in. */
  readonly pass: Pass;
  readonly at: string;
  /** Whether the person lets others see what they listen to. */
  readonly isShown: boolean;
};

/** In with a seat, or why not: the first condition that was false, in the order of the refusals. */
export type Entered =
  | { readonly isIn: true; readonly seat: Seat }
  | { readonly isIn: false; readonly because: Because | 'banned' | 'no_seat' }
  /** Somebody was faster: the person has got, or has lost, a seat since they were read. */
  | { readonly isIn: false; readonly because: 'changed'; readonly member: Member };

/** What is missing goes by the room's audience: whoever comes without is told what most people need there. */
type Because = 'blocked' | Exclude<Audience, 'public'>;
type Check = { readonly write: Write; readonly because: Because };

/**
 * What must hold in the same instant the seat is taken. Never a check on META: it would be the hot item. Nobody has blocked a
 * guest, and open rooms ask nothing else.
 */
function doorChecks({ room, userId, role, pass }: Entrance): readonly Check[] {
  if (role === 'guest') return [];
  const blocked = { write: check('social', blockKey(room.hostId, userId), absent), because: 'blocked' } as const;
  const { audience } = room;
  if (pass === 'none' || audience === 'public') return [blocked];
  return [blocked, { write: passChecks[pass](room, userId), because: audience }];
}

const paid = { text: '#st IN (:paid, :comp)', names: { '#st': 'state' }, values: { ':paid': 'paid', ':comp': 'comp' } };
const passChecks = {
  follow: ({ hostId }: LiveRoom, userId: string) => check('social', followKey(userId, hostId), present),
  invitation: ({ id }: LiveRoom, userId: string) => check('rooms', invitationKey(id, userId), present),
  ticket: ({ id }: LiveRoom, userId: string) => check('commerce', ticketKey(id, userId), paid),
};
const check = (table: 'social' | 'rooms' | 'commerce', key: Key, when: Condition): Write => ({
  kind: 'check',
  table,
  key,
  when,
});
export const checksOf = (entrance: Entrance): Write[] => doorChecks(entrance).map((entry) => entry.write);

/** One seat for one person: not while banned, and not while they hold a seat of this epoch. */
export function memberEntry({ room, userId, role, at, isShown }: Entrance, seat: Seat): Write {
  const { id: roomId, epoch } = room;
  const set = {
    schemaVersion,
    roomId,
    userId,
    state: 'joined',
    role,
    epoch,
    seat,
    attendeeId: seat.attendee.AttendeeId,
    joinedAt: at,
    awaitedSince: at,
    workQueue: awaitedQueue(roomId),
    priority: at,
    ...(isShown && { peopleShard: peopleShard(userId) }),
  };
  return {
    kind: 'update',
    table: 'rooms',
    key: memberKey(roomId, userId),
    change: { set, remove: ['leftAt', 'isLost', 'mediaAt', ...(isShown ? [] : ['peopleShard'])] },
    when: {
      text: 'attribute_not_exists(pk) OR (#st <> :banned AND (attribute_not_exists(seat) OR seat.epoch <> :e))',
      names: { '#st': 'state' },
      values: { ':banned': 'banned', ':e': room.epoch },
    },
  };
}

export function memberReturn({ room, userId, at, isShown }: Entrance, member: Member, seat: Seat): Write {
  const isBack = member.state === 'left';
  const awaited = { awaitedSince: at, workQueue: awaitedQueue(room.id), priority: at };
  return {
    kind: 'update',
    table: 'rooms',
    key: memberKey(room.id, userId),
    change: {
      set: {
        state: 'joined',
        joinedAt: at,
        ...(isBack && awaited),
        ...(isShown && { peopleShard: peopleShard(userId) }),
      },
      remove: ['leftAt', 'isLost', ...(isShown ? [] : ['peopleShard'])],
    },
    when: {
      text: '#st <> :banned AND seat.epoch = :e AND attendeeId = :a',
      names: { '#st': 'state' },
      values: { ':banned': 'banned', ':e': room.epoch, ':a': seat.attendee.AttendeeId },
    },
  };
}

/** Undefined when only the free seat was lost to somebody else: another one may do. */
export function outcomeOf(failures: readonly Failure[], entrance: Entrance): Entered | undefined {
  const checks = doorChecks(entrance);
  const failed = failures.map(({ index }) => index).sort((a, b) => a - b);
  const check = checks.find((_, index) => index === failed[0]);
  if (check) return { isIn: false, because: check.because };
  const item = failures.find(({ index }) => index === checks.length)?.item;
  if (!item) return undefined;
  const member = toMember(item);
  if (member.state === 'banned') return { isIn: false, because: 'banned' };
  // The same person came in twice at once: both get the one seat.
  return member.state === 'joined' && member.seat?.epoch === entrance.room.epoch
    ? { isIn: true, seat: member.seat }
    : { isIn: false, because: 'changed', member };
}
