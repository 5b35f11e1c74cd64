import {
  audiences,
  type Captions,
  type ChannelNumbers,
  type ChatSettings,
  firstChannels,
  firstChat,
  type Pin,
  type Room,
  type RoomFields,
  type RoomMeeting,
  roomStatuses,
  speakersPolicies,
} from '../../domain/room.ts';
import type { StagePlace } from '../../domain/stage.ts';
import type { Item } from './client.ts';
import {
  readCount,
  readFlag,
  readItem,
  readItems,
  readMoney,
  readOneOf,
  readOptional,
  readText,
  readTexts,
} from './read.ts';
import { directoryShardCount, type Key, roomKey } from './table.ts';

/** Items say how they are written; a later form reads this one and writes its own. */
export const schemaVersion = 1;

/**
 * The META item: the room as a map, and beside it the attributes that conditions and indexes need.
 * Live and scheduled rooms stand in the directory under keys that never change while they are there.
 */
export function fromRoom(room: Room): Key & Item {
  const { status, version, epoch, hostId, id } = room;
  return { ...roomKey(id), schemaVersion, room, status, version, epoch, hostId, roomId: id, ...directoryOf(room) };
}

function directoryOf(room: Room): Item {
  const shard = directoryShard(room.id);
  if (room.status === 'live') return { directory: 'live', shard, startedAt: room.startedAt };
  return room.status === 'scheduled' ? { directory: 'scheduled', shard, startedAt: room.startsAt } : {};
}

/** The last character of an id is random, so rooms spread evenly. */
const directoryShard = (roomId: string): number => roomId.charCodeAt(roomId.length - 1) % directoryShardCount;

/** The room of a META item, checked field by field. */
export function toRoom(item: Item): Room {
  const room = readItem(item, 'room');
  const status = readOneOf(room, 'status', roomStatuses);
  const fields = toFields(room);
  if (status === 'scheduled') return { ...fields, status, startsAt: readText(room, 'startsAt') };
  if (status === 'canceled') {
    const endReason = readOneOf(room, 'endReason', ['host_canceled', 'no_show'] as const);
    return { ...fields, status, endedAt: readText(room, 'endedAt'), endReason };
  }
  const startedAt = readText(room, 'startedAt');
  if (status === 'ended') return { ...fields, status, startedAt, ...toEnding(room) };
  return {
    ...fields,
    status,
    startedAt,
    meeting: toMeeting(readItem(room, 'meeting')),
    stage: readItems(room, 'stage').map(toPlace),
    ...readOptional(room, 'graceEndsAt', readText),
    // Rooms written before there were channels have their first ones.
    channels: readOptional(room, 'channels', toChannels).channels ?? firstChannels,
  };
}

const toChannels = (room: Item, name: string): ChannelNumbers => {
  const channels = readItem(room, name);
  return { stage: readCount(channels, 'stage'), live: readCount(channels, 'live') };
};

const endReasons = ['host_ended', 'grace_ended', 'moderator_ended', 'too_long'] as const;

const toEnding = (room: Item) => ({
  endedAt: readText(room, 'endedAt'),
  endReason: readOneOf(room, 'endReason', endReasons),
  cohostIds: readTexts(room, 'cohostIds'),
});

const toFields = (room: Item): RoomFields => ({
  id: readText(room, 'id'),
  title: readText(room, 'title'),
  topics: readTexts(room, 'topics'),
  lang: readText(room, 'lang'),
  creatorId: readText(room, 'creatorId'),
  hostId: readText(room, 'hostId'),
  invitedUserIds: readTexts(room, 'invitedUserIds'),
  speakersPolicy: readOneOf(room, 'speakersPolicy', speakersPolicies),
  audience: readOneOf(room, 'audience', audiences),
  isListed: readFlag(room, 'isListed'),
  areGuestsAllowed: readFlag(room, 'areGuestsAllowed'),
  isLocked: readFlag(room, 'isLocked'),
  isMutedAll: readFlag(room, 'isMutedAll'),
  isTicketed: readFlag(room, 'isTicketed'),
  ...readOptional(room, 'ticketPrice', readMoney),
  areCaptionsOn: readFlag(room, 'areCaptionsOn'),
  ...readOptional(room, 'captions', toCaptions),
  // Rooms written before there was a conversation have none yet.
  chat: readOptional(room, 'chat', toChat).chat ?? firstChat,
  pins: readOptional(room, 'pins', readItems).pins?.map(toPin) ?? [],
  mediaRegion: readText(room, 'mediaRegion'),
  ...readOptional(room, 'startsAt', readText),
  epoch: readCount(room, 'epoch'),
  version: readCount(room, 'version'),
  createdAt: readText(room, 'createdAt'),
  updatedAt: readText(room, 'updatedAt'),
});

const toCaptions = (room: Item, name: string): Captions => {
  const captions = readItem(room, name);
  return { lang: readText(captions, 'lang'), setBy: readText(captions, 'setBy') };
};

const toChat = (room: Item, name: string): ChatSettings => {
  const chat = readItem(room, name);
  return { isOn: readFlag(chat, 'isOn'), slowModeSeconds: readCount(chat, 'slowModeSeconds') };
};

export const toPin = (pin: Item): Pin => ({
  id: readText(pin, 'id'),
  url: readText(pin, 'url'),
  userId: readText(pin, 'userId'),
  ...readOptional(pin, 'note', readText),
});

export const toMeeting = (meeting: Item): RoomMeeting => ({
  id: readText(meeting, 'id'),
  mediaRegion: readText(meeting, 'mediaRegion'),
  media: readItem(meeting, 'media'),
  createdAt: readText(meeting, 'createdAt'),
  ...readOptional(meeting, 'endedAt', readText),
});

const toPlace = (place: Item): StagePlace => ({
  userId: readText(place, 'userId'),
  role: readOneOf(place, 'role', ['host', 'cohost', 'speaker'] as const),
  acceptedAt: readText(place, 'acceptedAt'),
  isMuted: readFlag(place, 'isMuted'),
  isHandRaised: place['isHandRaised'] === true,
  hasCaptionConsent: place['hasCaptionConsent'] === true,
  isHere: readFlag(place, 'isHere'),
  grantedAt: readText(place, 'grantedAt'),
  credentialCount: readCount(place, 'credentialCount'),
  ...readOptional(place, 'attendeeId', readText),
  ...readOptional(place, 'connectedAt', readText),
  ...readOptional(place, 'droppedAt', readText),
});

/** A meeting lives 24 hours at most (Chime SDK), and its news is late by far less than another day. Epoch seconds. */
export const meetingItemExpiresAt = (createdAt: string): number =>
  Math.floor(Date.parse(createdAt) / 1000) + 2 * 86_400;
