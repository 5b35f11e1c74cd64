/** Rooms, people and times the domain tests start from. All times count from one noon. */

import type { Arrival } from '../../domain/admission.ts';
import type { Actor } from '../../domain/permissions.ts';
import type { Profile } from '../../domain/person.ts';
import { type Policy, policyOf } from '../../domain/policy.ts';
import type { Decision, RefusalCode } from '../../domain/refusal.ts';
import {
  firstChannels,
  type LiveRoom,
  type Room,
  type RoomFields,
  type RoomMeeting,
  type RoomStatus,
  type ScheduledRoom,
} from '../../domain/room.ts';
import { canceledRoom, endedRoom } from '../../domain/room-clock.ts';
import { newPlace, type PlaceRole, type StagePlace } from '../../domain/stage.ts';
import { isoOf } from '../../domain/time.ts';

export const noon = Date.parse('2026-11-21T12:00:00.000Z');
/** So many seconds after noon, as `now` and as a time. */
export const later = (seconds: number): number => noon + seconds * 1000;
export const at = (seconds: number): string => isoOf(later(seconds));
export const policy: Policy = policyOf('2021-05');

export const hostId = '1';
export const cohostId = '2';
export const otherCohostId = '3';
export const speakerId = '4';
export const listenerId = '5';

export function actor(userId: string, ...platformRoles: Actor['platformRoles']): Actor {
  return { userId, platformRoles };
}

const fields: RoomFields = {
  id: '0000000000abc',
  title: 'Morning news',
  topics: [],
  lang: 'en',
  creatorId: hostId,
  hostId,
  invitedUserIds: [],
  speakersPolicy: 'everyone',
  audience: 'public',
  isListed: true,
  areGuestsAllowed: true,
  isLocked: false,
  isMutedAll: false,
  isTicketed: false,
  areCaptionsOn: false,
  chat: { isOn: true, slowModeSeconds: 0 },
  pins: [],
  mediaRegion: 'us-east-1',
  epoch: 0,
  version: 1,
  createdAt: at(0),
  updatedAt: at(0),
};

export const meeting: RoomMeeting = {
  id: 'm1',
  mediaRegion: 'us-east-1',
  media: { MeetingId: 'm1' },
  createdAt: at(0),
};

/** A room planned for noon. */
export function scheduled(changes: Partial<ScheduledRoom> = {}): ScheduledRoom {
  return { ...fields, startsAt: at(0), ...changes, status: 'scheduled' };
}

export function place(userId: string, role: PlaceRole, changes: Partial<StagePlace> = {}): StagePlace {
  return { ...newPlace(userId, role, at(0), { attendeeId: `attendee-${userId}` }), ...changes };
}

/** Live since noon, the host alone on stage unless said otherwise. */
export function live(changes: Partial<LiveRoom> = {}): LiveRoom {
  const stage = [place(hostId, 'host')];
  return { ...fields, epoch: 1, startedAt: at(0), meeting, stage, channels: firstChannels, ...changes, status: 'live' };
}

/** Live with a host, two co-hosts (the second listed accepted first) and a speaker. */
export function crowded(changes: Partial<LiveRoom> = {}): LiveRoom {
  const stage = [
    place(hostId, 'host'),
    place(cohostId, 'cohost', { acceptedAt: at(20) }),
    place(otherCohostId, 'cohost', { acceptedAt: at(10) }),
    place(speakerId, 'speaker', { acceptedAt: at(5) }),
  ];
  return live({ stage, ...changes });
}

export function roomIn(status: RoomStatus): Room {
  if (status === 'scheduled') return scheduled();
  if (status === 'live') return live();
  if (status === 'ended') return endedRoom(live(), 'host_ended', at(60));
  return canceledRoom(scheduled(), 'host_canceled', at(60));
}

export function person(changes: Partial<Profile> = {}): Profile {
  return {
    userId: hostId,
    issuer: 'https://issuer.example',
    sub: hostId,
    handle: 'ada',
    name: 'Ada',
    bio: '',
    avatarUrl: '',
    followerCount: 0,
    followingCount: 0,
    isProtected: false,
    isListeningShared: false,
    isEmailVerified: true,
    version: 1,
    createdAt: at(0),
    updatedAt: at(0),
    ...changes,
  };
}

/** A listener whom nothing keeps out. */
export function arrival(changes: Partial<Arrival> = {}): Arrival {
  return {
    room: live(),
    personId: listenerId,
    isGuest: false,
    isSuspended: false,
    isBlockedByHost: false,
    isFollower: false,
    isInvited: false,
    hasTicket: false,
    now: noon,
    policy,
    ...changes,
  };
}

/** The code of a refusal; undefined when it was allowed. */
export function codeOf(decision: Decision<unknown>): RefusalCode | undefined {
  return decision.isAllowed ? undefined : decision.refusal.code;
}

/** What was decided; throws with the refusal's code when it was not allowed. */
export function granted<T>(decision: Decision<T>): T {
  if (!decision.isAllowed) throw new Error(`refused: ${decision.refusal.code} ${decision.refusal.param ?? ''}`);
  return decision.value;
}
