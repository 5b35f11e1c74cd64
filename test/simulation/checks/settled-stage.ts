import { toMember } from '../../../adapters/dynamodb/member-item.ts';
import type { LiveRoom, Room } from '../../../domain/room.ts';
import { wantedCapability } from '../../../domain/stage.ts';
import type { Attendee } from '../../../local/audio/model.ts';
import { kindOf } from './seen.ts';
import { type Check, ofRoom } from './settled-items.ts';

const liveOf = (rooms: readonly Room[]): readonly LiveRoom[] =>
  rooms.flatMap((room) => (room.status === 'live' ? [room] : []));

/** Table and ear: whoever has a credential of the primary has a place, and may be heard or not as was decided. */
const stageIsAsDecided: Check = ({ world, rooms, owners, lateMeetings }) =>
  liveOf(rooms).flatMap((room) => {
    const meeting = world.media.meetings().find(({ id }) => id === room.meeting.id);
    if (!meeting) return [];
    // Made by an operation that died, and told to nobody: their next join gets it.
    const attendees = [...meeting.attendees.values()].filter(({ id }) => owners.has(id));
    const dead = room.stage.filter(({ attendeeId }) => attendeeId !== undefined && !meeting.attendees.has(attendeeId));
    return [
      ...attendees.flatMap((attendee) => wrongOf(room, attendee, lateMeetings.has(meeting.id))),
      ...dead.map(({ userId }) => `the credential of ${userId} on the stage of ${room.id} is dead`),
    ];
  });

/** A mute that came late leaves the voices open, but nobody's credential. */
function wrongOf(room: LiveRoom, { id, externalUserId, capabilities }: Attendee, isLate: boolean): readonly string[] {
  const place = room.stage.find(({ attendeeId }) => attendeeId === id);
  if (!place) return [`${externalUserId} has a credential of the stage of ${room.id} and no place there`];
  const wanted = wantedCapability({ ...place, isMutedAll: room.isMutedAll }).Audio;
  return isLate || capabilities.Audio === wanted
    ? []
    : [`${externalUserId} on the stage of ${room.id} may ${capabilities.Audio}, and was to ${wanted}`];
}

/** Somebody who is banned has neither place nor seat, nor a credential that lives. */
const bannedAreOut: Check = ({ world, items, rooms, owners }) =>
  items
    .filter((item) => item['sk'] === 'MEMBER' && item['state'] === 'banned')
    .map(toMember)
    .flatMap(({ userId, roomId, seat, stage }) => {
      const room = liveOf(rooms).find(({ id }) => id === roomId);
      const isPlaced = room?.stage.some((place) => place.userId === userId);
      const living = world.media
        .attendees()
        .filter(({ id, meeting }) => meeting.externalId === roomId && owners.get(id) === userId);
      return [
        ...(seat || stage ? [`${userId} is banned from ${roomId} and has a credential`] : []),
        ...(isPlaced ? [`${userId} is banned from ${roomId} and has a place`] : []),
        ...living.map(({ id }) => `${userId} is banned from ${roomId} and the credential ${id} lives`),
      ];
    });

/** A block that a host set in their room has put the person out of it. */
const blockedAreOut: Check = ({ rooms, items, social, hostSince }) =>
  social
    .filter(({ pk }) => String(pk).startsWith('BLOCK#'))
    .flatMap(({ pk, at }) => {
      const [, blockerId = '', blockedId = ''] = String(pk).split('#');
      const room = liveOf(rooms).find(({ hostId }) => hostId === blockerId);
      const claim = social.find((item) => item['pk'] === `USER#${blockerId}` && item['sk'] === 'PRESENCE');
      const since = room && Math.max(Date.parse(room.startedAt), hostSince.get(room.id) ?? 0);
      if (!room || !since || claim?.['roomId'] !== room.id || Date.parse(String(at)) < since) return [];
      const member = items.find((item) => item['pk'] === `ROOM#${room.id}#P#${blockedId}` && item['sk'] === 'MEMBER');
      const isIn = member?.['state'] === 'joined' || room.stage.some(({ userId }) => userId === blockedId);
      return isIn ? [`${blockedId} is in ${room.id}, whose host has blocked them`] : [];
    });

/** Who asks to speak is in the room and not on its stage, and hosts see how many there are. */
const requestsAreRight: Check = ({ rooms, items }) =>
  liveOf(rooms).flatMap((room) => {
    const own = ofRoom(items, room);
    const asking = own.filter((item) => kindOf(item) === 'REQUEST').map(({ userId }) => String(userId));
    const counted = Number(
      items.find(({ pk, sk }) => pk === `ROOM#${room.id}#REQ` && sk === 'COUNT')?.['pending'] ?? 0,
    );
    const isIn = (userId: string) =>
      own.some((item) => item['sk'] === 'MEMBER' && item['userId'] === userId && item['state'] === 'joined');
    const isUp = (userId: string) => room.stage.some((place) => place.userId === userId);
    return [
      ...(counted === asking.length ? [] : [`room ${room.id} counts ${counted} requests, there are ${asking.length}`]),
      ...asking.filter((userId) => !isIn(userId)).map((userId) => `${userId} asks to speak and is not in ${room.id}`),
      ...asking.filter(isUp).map((userId) => `${userId} asks to speak and is on the stage of ${room.id}`),
    ];
  });

/**
 * Whoever hosts a live room may start no other: the claim to host is that room's, or that of another live one of theirs. Who
 * took a room over while hosting another keeps the claim there, and has none when that one ends.
 */
const hostsHaveClaims: Check = ({ rooms, social, unclaimed }) =>
  liveOf(rooms).flatMap(({ id, hostId }) => {
    const claim = social.find(({ pk, sk }) => pk === `USER#${hostId}` && sk === 'PRESENCE');
    const claimed = claim?.['kind'] === 'hosting' ? claim['roomId'] : undefined;
    const isRight = liveOf(rooms).some((room) => room.id === claimed && room.hostId === hostId);
    return isRight || unclaimed.has(`${id} ${hostId}`)
      ? []
      : [`${hostId} hosts ${id} and has the claim to ${String(claimed)}`];
  });

/** What is so on the stage, and about who is kept away, when everything is at rest. */
export const stageChecks: readonly Check[] = [
  stageIsAsDecided,
  bannedAreOut,
  blockedAreOut,
  requestsAreRight,
  hostsHaveClaims,
];
