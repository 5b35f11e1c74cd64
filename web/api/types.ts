import type { RealtimeGrant } from '../realtime/grant.ts';
import type { Money } from './ticket-types.ts';

/** A link, or the number of a post, that somebody on stage shows to everybody. */
export type Pin = { readonly id: string; readonly url: string; readonly note?: string; readonly userId: string };

/** Somebody on stage whom the reader has blocked. */
export type Label = { readonly userId: string };
export type SpeakersPolicy = 'everyone' | 'followed' | 'invited';

export type Room = {
  readonly id: string;
  readonly status: 'scheduled' | 'live' | 'ended' | 'canceled';
  readonly title: string;
  readonly creatorId: string;
  readonly hostId: string;
  readonly cohostIds: readonly string[];
  readonly speakerIds: readonly string[];
  /** Named when the room was planned: they may come on stage, and need no ticket. */
  readonly invitedUserIds?: readonly string[];
  readonly areGuestsAllowed: boolean;
  /** Whether its listeners need a ticket, and what one costs. */
  readonly isTicketed?: boolean;
  readonly audience?: 'public' | 'followers' | 'tickets' | 'invited';
  readonly ticketPrice?: Money;
  readonly speakersPolicy: SpeakersPolicy;
  readonly isLocked: boolean;
  readonly isMutedAll: boolean;
  readonly isChatOn: boolean;
  readonly slowModeSeconds: number;
  readonly pins: readonly Pin[];
  readonly labels?: readonly Label[];
  readonly startsAt?: string;
  readonly startedAt?: string;
  readonly endedAt?: string;
  readonly graceEndsAt?: string;
  readonly areCaptionsOn?: boolean;
  /** Whether lines come: told by frames only. */
  readonly areCaptionsRunning?: boolean;
  readonly participantCount: number;
  readonly peakCount: number;
  readonly version?: number;
};

export type Profile = {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  readonly followerCount: number;
};

export type Role = 'host' | 'cohost' | 'speaker' | 'listener' | 'guest';

/** Somebody in a room; `isMuted` says that a host muted them, not that they muted themselves. */
export type Place = {
  readonly user: Profile;
  readonly userId: string;
  readonly role: Role;
  readonly isMuted: boolean;
};
export type People = {
  readonly data: readonly Place[];
  readonly counts: { readonly stage: number; readonly listeners: number };
};

/** One line of a room's chat. Ids grow with time, byte by byte. */
export type Message = { readonly id: string; readonly userId: string; readonly text: string; readonly at: string };
/** Newest first; `nextCursor` leads to older ones. */
export type MessagePage = { readonly data: readonly Message[]; readonly nextCursor?: string };

/** Somebody who asks to speak; the name comes along with a reading, not with what is told. */
export type SpeakRequest = { readonly userId: string; readonly askedAt: string; readonly user?: Profile };
export type InvitedRole = 'cohost' | 'speaker' | 'listener';

/** The media service's own objects, handed to its client unchanged. */
export type Connection = {
  readonly meeting: object;
  readonly attendee: { readonly AttendeeId: string; readonly ExternalUserId: string; readonly JoinToken: string };
};
export type Audio =
  | ({ readonly kind: 'stage' } & Connection)
  | ({ readonly kind: 'audience'; readonly stage?: Connection } & Connection);
export type Grant = {
  readonly room: Room;
  readonly role: Role;
  readonly labels?: readonly Label[];
  readonly audio: Audio;
  readonly realtime: RealtimeGrant;
};

export type Verdict = {
  readonly isEligible: boolean;
  readonly rules: readonly {
    readonly rule: string;
    readonly need: number | boolean;
    readonly have: number | boolean;
    readonly hasPassed: boolean;
  }[];
};

/** Prices in minor units of `ticketCurrency`. */
export type Limits = {
  readonly maxTitleCharacters: number;
  readonly followersToHost: number;
  readonly ticketCurrency: string;
  readonly minTicketPrice: number;
  readonly maxTicketPrice: number;
  readonly minTickets: number;
  readonly maxTickets: number;
};

export type Config = {
  readonly limits: Limits;
  readonly reactions: readonly string[];
  readonly reportReasons: readonly string[];
  readonly signIn: { readonly issuer: string; readonly clientId: string };
};

/** A person of the demo world; exists only in the local cloud. */
export type DemoPerson = {
  readonly handle: string;
  readonly name: string;
  readonly userId: string;
  readonly followers: number;
};
