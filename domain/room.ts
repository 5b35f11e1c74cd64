/** What a room is in each of its states. A live room has a meeting and a stage; a scheduled one cannot. */

import type { Money } from './money.ts';
import type { PlaceRole, StagePlace } from './stage.ts';
import { laterOf } from './time.ts';

export const audiences = ['public', 'followers', 'tickets', 'invited'] as const;
export type Audience = (typeof audiences)[number];
export const speakersPolicies = ['everyone', 'followed', 'invited'] as const;
export type SpeakersPolicy = (typeof speakersPolicies)[number];
export type CancelReason = 'host_canceled' | 'no_show';
export type EndReason = 'host_ended' | 'grace_ended' | 'moderator_ended' | 'too_long';

/** A link or a post's id that people on stage show to everybody. */
export type Pin = { readonly id: string; readonly url: string; readonly note?: string; readonly userId: string };
/** Text beside the audio; in slow mode one person writes once in so many seconds, 0 for no slow mode. */
export type ChatSettings = { readonly isOn: boolean; readonly slowModeSeconds: number };
export const firstChat: ChatSettings = { isOn: true, slowModeSeconds: 0 };
/** Whoever set the captions on may set them off, beside the hosts. */
export type Captions = { readonly lang: string; readonly setBy: string };

/** What every room has. `epoch` counts its meetings (0 before the first); `version` rises by one with every write. */
export type RoomFields = {
  readonly id: string;
  readonly title: string;
  readonly topics: readonly string[];
  readonly lang: string;
  readonly creatorId: string;
  /** Whoever is host now; in a live room the person whose place has the role `host`. */
  readonly hostId: string;
  readonly invitedUserIds: readonly string[];
  readonly speakersPolicy: SpeakersPolicy;
  readonly audience: Audience;
  readonly isListed: boolean;
  readonly areGuestsAllowed: boolean;
  readonly isLocked: boolean;
  readonly isMutedAll: boolean;
  readonly isTicketed: boolean;
  /** What a ticket costs now; absent until tickets are on sale. */
  readonly ticketPrice?: Money;
  readonly areCaptionsOn: boolean;
  /** As they were set on last; still known when they are off, so that a transcription that runs on is stopped. */
  readonly captions?: Captions;
  readonly chat: ChatSettings;
  /** At most five, oldest first. */
  readonly pins: readonly Pin[];
  readonly mediaRegion: string;
  /** The planned start; a room that went live at once has none. */
  readonly startsAt?: string;
  readonly epoch: number;
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
};

/** The media service's meeting of one epoch; `media` is its Meeting object, kept and handed out unchanged. */
export type RoomMeeting = {
  readonly id: string;
  readonly mediaRegion: string;
  readonly media: Readonly<Record<string, unknown>>;
  readonly createdAt: string;
  /** When the service said that it is over; the room outlives it and gets a new epoch. */
  readonly endedAt?: string;
};

/** A room made to go live at once, before its meeting exists; it is never stored. */
export type RoomDraft = RoomFields & { readonly status: 'draft' };
export type ScheduledRoom = RoomFields & { readonly status: 'scheduled'; readonly startsAt: string };
export type LiveRoom = RoomFields & {
  readonly status: 'live';
  readonly startedAt: string;
  readonly meeting: RoomMeeting;
  /** Everybody who may have the microphone, in the order they came; exactly one is host. */
  readonly stage: readonly StagePlace[];
  /** Set while no host or co-host is here: the room closes then. */
  readonly graceEndsAt?: string;
  readonly channels: ChannelNumbers;
};
/** Numbers in the names of a room's realtime channels: each rises when somebody must read on no longer. */
export type ChannelNumbers = { readonly stage: number; readonly live: number };
export const firstChannels: ChannelNumbers = { stage: 1, live: 1 };
export type EndedRoom = RoomFields & {
  readonly status: 'ended';
  readonly startedAt: string;
  readonly endedAt: string;
  readonly endReason: EndReason;
  /** The co-hosts it had at the end. */
  readonly cohostIds: readonly string[];
};
export type CanceledRoom = RoomFields & {
  readonly status: 'canceled';
  readonly endedAt: string;
  readonly endReason: CancelReason;
};
export type Room = ScheduledRoom | LiveRoom | EndedRoom | CanceledRoom;
export type RoomStatus = Room['status'];
export const roomStatuses = ['scheduled', 'live', 'ended', 'canceled'] as const satisfies readonly RoomStatus[];

/** The role a person has by the room itself; whether an outsider listens is known from the member item. */
export function roleInRoom(room: Room | RoomDraft, userId: string): PlaceRole | 'outsider' {
  if (room.status === 'live') return room.stage.find((place) => place.userId === userId)?.role ?? 'outsider';
  if (room.hostId === userId) return 'host';
  return cohostIdsOf(room).includes(userId) ? 'cohost' : 'outsider';
}

export function cohostIdsOf(room: Room | RoomDraft): readonly string[] {
  if (room.status === 'ended') return room.cohostIds;
  return idsOnStage(room, 'cohost');
}

export function speakerIdsOf(room: Room | RoomDraft): readonly string[] {
  return idsOnStage(room, 'speaker');
}

function idsOnStage(room: Room | RoomDraft, role: PlaceRole): readonly string[] {
  return room.status === 'live' ? room.stage.filter((place) => place.role === role).map((place) => place.userId) : [];
}

/** The room one version later; news that comes late does not turn the time of change back. */
export function nextVersion<R extends RoomFields>(room: R, at: string): R {
  return { ...room, version: room.version + 1, updatedAt: laterOf(room.updatedAt, at) };
}
