/** The stage: who may have the microphone, who runs the room, and what the media service must let each one do. */

import type { Policy } from './policy.ts';
import { allow, type Decision, refuse } from './refusal.ts';
import { type LiveRoom, nextVersion } from './room.ts';
import { isoOf } from './time.ts';

export type PlaceRole = 'host' | 'cohost' | 'speaker';

/** One person's place on the stage. Times of connection come from media events, which arrive doubled and out of order. */
export type StagePlace = {
  readonly userId: string;
  readonly role: PlaceRole;
  /** When the role was accepted: co-hosts succeed the host in this order. */
  readonly acceptedAt: string;
  /** A mute that a host set; only hosts lift it. Muting oneself is the client's doing. */
  readonly isMuted: boolean;
  readonly isHandRaised: boolean;
  /** Whether the person agreed to be captioned. */
  readonly hasCaptionConsent: boolean;
  /** Here from the grant until judged gone; see presence.ts. */
  readonly isHere: boolean;
  readonly grantedAt: string;
  /** The attendee in the primary meeting of this epoch; absent until the credential exists. */
  readonly attendeeId?: string;
  /** How many credentials this place has had: `n` of the external user id `s.<userId>.<n>`. */
  readonly credentialCount: number;
  readonly connectedAt?: string;
  readonly droppedAt?: string;
};

/** What the media service lets an attendee do. Rooms carry sound only. */
export type Capability = {
  readonly Audio: 'SendReceive' | 'Receive';
  readonly Video: 'None';
  readonly Content: 'None';
};

/** The one place that decides who may be heard: mute-all binds speakers, a host's mute binds whoever it was set on. */
export function wantedCapability(person: {
  readonly role: PlaceRole | 'listener' | 'guest';
  readonly isMuted: boolean;
  readonly isMutedAll: boolean;
}): Capability {
  const isOnStage = person.role !== 'listener' && person.role !== 'guest';
  const isBound = person.isMuted || (person.isMutedAll && person.role === 'speaker');
  return { Audio: isOnStage && !isBound ? 'SendReceive' : 'Receive', Video: 'None', Content: 'None' };
}

/** `s.<userId>.<n>`: the media service's name for the n-th stage credential of a person. */
export function stageExternalId(userId: string, credentialCount: number): string {
  return `s.${userId}.${credentialCount}`;
}

/** The person behind an external user id of the stage; undefined for seats of the audience. */
export function userIdOfExternalId(externalId: string): string | undefined {
  return stageName.exec(externalId)?.[1];
}
const stageName = /^s\.(\d{1,19})\.(\d+)$/;

export function placeOf(room: LiveRoom, userId: string): StagePlace | undefined {
  return room.stage.find((place) => place.userId === userId);
}

/** A fresh place: here from the grant, not yet connected. `credentialCount`: of earlier places of the person in this room. */
export function newPlace(
  userId: string,
  role: PlaceRole,
  at: string,
  { attendeeId, credentialCount = 0 }: { readonly attendeeId?: string; readonly credentialCount?: number } = {},
): StagePlace {
  const credential =
    attendeeId === undefined ? { credentialCount } : { attendeeId, credentialCount: credentialCount + 1 };
  const marks = { isMuted: false, isHandRaised: false, hasCaptionConsent: false };
  return { userId, role, acceptedAt: at, ...marks, isHere: true, grantedAt: at, ...credential };
}

/** A person comes on stage, or rises to co-host, if there is room for the role. */
export function takeStage(
  room: LiveRoom,
  userId: string,
  role: 'cohost' | 'speaker',
  now: number,
  policy: Pick<Policy, 'maxCohosts' | 'maxMicrophones'>,
  credentialCount = 0,
): Decision<LiveRoom> {
  const old = placeOf(room, userId);
  if (old && (old.role !== 'speaker' || role === 'speaker')) return allow(room);
  const cohosts = room.stage.filter((place) => place.role === 'cohost').length;
  if (role === 'cohost' && cohosts >= policy.maxCohosts)
    return refuse('cohosts_full', { facts: { limit: policy.maxCohosts } });
  if (!old && room.stage.length >= policy.maxMicrophones)
    return refuse('stage_full', { facts: { limit: policy.maxMicrophones } });
  const at = isoOf(now);
  const next = old
    ? withPlace(room, userId, (place) => ({ ...place, role, acceptedAt: at }))
    : {
        ...room,
        stage: [...room.stage, newPlace(userId, role, at, { credentialCount: freshNumber(room, credentialCount) })],
      };
  return allow(nextVersion(next, at));
}

/**
 * A place numbers its credentials from the room's version on, so that none has the name of one that was made for an earlier
 * place and never noted: the media service answers a known name with that one, while somebody is still taking it back.
 */
const freshNumber = ({ version }: LiveRoom, credentialCount: number): number => Math.max(version, credentialCount);

/** Notes a new credential of the primary meeting; the one before it is void. */
export function withCredential(room: LiveRoom, userId: string, attendeeId: string, now: number): LiveRoom {
  const noted = withPlace(room, userId, ({ connectedAt, droppedAt, ...place }) => ({
    ...place,
    attendeeId,
    credentialCount: place.credentialCount + 1,
    grantedAt: isoOf(now),
  }));
  return nextVersion(noted, isoOf(now));
}

/** What the media service must do with an attendee of the primary meeting; `waits`: it is being made, and not noted yet. */
export type Fate = { readonly kind: 'stays'; readonly capability: Capability } | { readonly kind: 'goes' | 'waits' };

/** An attendee that no place names is an old credential, unless its number says that it is the place's next one. */
export function fateOf(room: LiveRoom, attendeeId: string, externalUserId: string): Fate {
  const [, userId = '', number = '0'] = stageName.exec(externalUserId) ?? [];
  const place = placeOf(room, userId);
  if (!place) return { kind: 'goes' };
  if (place.attendeeId === attendeeId)
    return { kind: 'stays', capability: wantedCapability({ ...place, isMutedAll: room.isMutedAll }) };
  return { kind: Number(number) > place.credentialCount ? 'waits' : 'goes' };
}

/** Whether the media service's stage may differ from the room's by this write; a new meeting has nobody in it yet. */
export function isStageToSettle(before: LiveRoom, after: LiveRoom): boolean {
  return before.epoch === after.epoch && JSON.stringify(wishesOf(before)) !== JSON.stringify(wishesOf(after));
}

const wishesOf = ({ stage, isMutedAll }: LiveRoom) =>
  stage.map((place) => [place.attendeeId, wantedCapability({ ...place, isMutedAll }).Audio]);

/** The room with one place changed; the same room when the person has none. */
export function withPlace(room: LiveRoom, userId: string, change: (place: StagePlace) => StagePlace): LiveRoom {
  return { ...room, stage: room.stage.map((place) => (place.userId === userId ? change(place) : place)) };
}

/** Whoever goes from the stage reads its channel no longer: the others get another one. */
export function withoutPlace(room: LiveRoom, userId: string): LiveRoom {
  const channels = { ...room.channels, stage: room.channels.stage + 1 };
  return { ...room, channels, stage: room.stage.filter((place) => place.userId !== userId) };
}

/** Host and named co-host swap roles; each keeps the time of acceptance, so the former host is first in the succession. */
export function swapHost(room: LiveRoom, cohostId: string): LiveRoom {
  const cohost = placeOf(room, cohostId);
  if (cohost?.role !== 'cohost') return room;
  const stage = room.stage.map((place): StagePlace => {
    if (place.role === 'host') return { ...place, role: 'cohost' };
    return place.userId === cohostId ? { ...place, role: 'host' } : place;
  });
  return { ...room, stage, hostId: cohostId };
}

/** The co-host who takes over next: of those who are here, the one who accepted first. */
export function successorOf(room: LiveRoom): StagePlace | undefined {
  const here = room.stage.filter((place) => place.role === 'cohost' && place.isHere);
  return here.sort((a, b) => (a.acceptedAt < b.acceptedAt ? -1 : 1))[0];
}
