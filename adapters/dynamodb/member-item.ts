import type { Attendee, Member, Replica, Seat, StageCredential } from '../../domain/seat.ts';
import type { Item } from './client.ts';
import { readCount, readFlag, readItem, readOneOf, readOptional, readText } from './read.ts';
import { schemaVersion, toMeeting } from './room-item.ts';
import { awaitedQueue, type Key, leftQueue, mediaKey, memberKey, peopleShardCount } from './table.ts';

/** The MEMBER item; `attendeeId`, `workQueue` and `peopleShard` are there for indexes only. */
export function fromMember(member: Member, isShown: boolean): Key & Item {
  const { roomId, userId, seat, state } = member;
  const isHere = state === 'joined';
  return {
    ...memberKey(roomId, userId),
    schemaVersion,
    ...member,
    ...(seat && { attendeeId: seat.attendee.AttendeeId }),
    ...queueOf(member),
    ...(isShown && isHere && { peopleShard: peopleShard(userId) }),
  };
}

export function queueOf({ roomId, state, seat, awaitedSince, leftAt }: Member): Item {
  if (state === 'joined' && awaitedSince) return { workQueue: awaitedQueue(roomId), priority: awaitedSince };
  if (state === 'left' && seat && leftAt) return { workQueue: leftQueue(roomId, seat.epoch), priority: leftAt };
  return {};
}

export const peopleShard = (userId: string): number => Number(userId.slice(-6)) % peopleShardCount;

export function toMember(item: Item): Member {
  return {
    roomId: readText(item, 'roomId'),
    userId: readText(item, 'userId'),
    state: readOneOf(item, 'state', ['joined', 'left', 'banned'] as const),
    role: readOneOf(item, 'role', ['host', 'cohost', 'speaker', 'listener', 'guest'] as const),
    epoch: readCount(item, 'epoch'),
    joinedAt: readText(item, 'joinedAt'),
    ...readOptional(item, 'leftAt', readText),
    ...readOptional(item, 'isLost', readFlag),
    ...readOptional(item, 'awaitedSince', readText),
    ...readOptional(item, 'credentialCount', readCount),
    ...readOptional(item, 'askedAt', readText),
    ...readOptional(item, 'seat', (parent, field) => toSeat(readItem(parent, field))),
    ...readOptional(item, 'stage', (parent, field) => toCredential(readItem(parent, field))),
  };
}

export const toSeat = (seat: Item): Seat => ({
  epoch: readCount(seat, 'epoch'),
  replica: readCount(seat, 'replica'),
  meetingId: readText(seat, 'meetingId'),
  attendee: toAttendee(readItem(seat, 'attendee')),
});

const toCredential = (credential: Item): StageCredential => ({
  epoch: readCount(credential, 'epoch'),
  meetingId: readText(credential, 'meetingId'),
  attendee: toAttendee(readItem(credential, 'attendee')),
});

const toAttendee = (attendee: Item): Attendee => ({
  AttendeeId: readText(attendee, 'AttendeeId'),
  ExternalUserId: readText(attendee, 'ExternalUserId'),
  JoinToken: readText(attendee, 'JoinToken'),
  ...readOptional(attendee, 'Capabilities', readItem),
});

export const fromReplica = (replica: Replica): Key & Item => ({
  ...mediaKey(replica.roomId, replica.replica),
  schemaVersion,
  ...replica,
});

export const toReplica = (item: Item): Replica => ({
  roomId: readText(item, 'roomId'),
  epoch: readCount(item, 'epoch'),
  replica: readCount(item, 'replica'),
  meeting: toMeeting(readItem(item, 'meeting')),
  existingSeats: readCount(item, 'existingSeats'),
  mintedSeats: readCount(item, 'mintedSeats'),
});
