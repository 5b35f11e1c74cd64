import type { WebSocket } from 'ws';
import type { JsonObject } from '../model.ts';
import type { MixEncoder } from './sound/mix-encoder.ts';
import type { Peer } from './sound/peer.ts';
import type { Voice } from './sound/voice.ts';

export type Capability = 'SendReceive' | 'Send' | 'Receive' | 'None';
export type Capabilities = { readonly Audio: Capability; readonly Video: Capability; readonly Content: Capability };

/** A created seat; it counts against the meeting until DeleteAttendee, connected or not. */
export type Attendee = {
  readonly id: string;
  readonly externalUserId: string;
  readonly joinToken: string;
  readonly meeting: Meeting;
  /** Grows with every seat of the meeting; the cursor of ListAttendees. */
  readonly seatNumber: number;
  capabilities: Capabilities;
  /** Epoch milliseconds of the newest event, so that no two events of one attendee carry the same time. */
  lastEventAt: number;
};

/** A primary meeting, or a replica of one when `primary` is set. */
export type Meeting = {
  readonly id: string;
  readonly externalId: string;
  readonly mediaRegion: string;
  readonly features: JsonObject | undefined;
  readonly primary: Meeting | undefined;
  readonly createdAt: number;
  readonly seatLimit: number;
  readonly attendees: Map<string, Attendee>;
  readonly attendeesByUser: Map<string, Attendee>;
  readonly replicas: Set<Meeting>;
  readonly connections: Set<Connection>;
  nextSeatNumber: number;
  /** Stream ids grow for ever and are shared with the replicas, whose clients see the primary's streams beside their own. */
  nextStreamId: number;
  lastEventAt: number;
  /** Set while what is said in this primary is written down. */
  transcription: Transcription | undefined;
};

export type Transcription = {
  readonly languageCode: string;
  readonly region: string;
  /** As it was asked for, in JSON: clients and events are told it. */
  readonly configuration: string;
};

/** One client: its signalling socket and, once negotiated, its peer connection. */
export type Connection = {
  readonly socket: WebSocket;
  readonly meeting: Meeting;
  readonly attendee: Attendee;
  readonly voice: Voice;
  /** The primary's attendee this replica listener speaks as. */
  promoted: Attendee | undefined;
  /** The join token it asked to be promoted with before its sound was up here. */
  earlyPromotion: string | undefined;
  streamId: number;
  isMuted: boolean;
  /** Sound flows: ICE and DTLS are up. */
  isPresent: boolean;
  isGone: boolean;
  peer: Peer | undefined;
  /** Encodes the mix without this client's own voice; made when it first speaks. */
  ownMix: MixEncoder | undefined;
};
