/** Places in the audience: a credential made ahead in a replica meeting, and the member who holds one. */

import type { RoomMeeting } from './room.ts';
import type { PlaceRole } from './stage.ts';

/** The media service's Attendee object, handed out unchanged: whoever holds the join token is that person. */
export type Attendee = {
  readonly AttendeeId: string;
  readonly ExternalUserId: string;
  readonly JoinToken: string;
  readonly Capabilities?: Readonly<Record<string, unknown>>;
};

/** One replica of a room in one epoch. Kept apart from seats: a meeting's addresses would treble what a seat costs. */
export type Replica = {
  readonly roomId: string;
  readonly epoch: number;
  /** 1 for the first. */
  readonly replica: number;
  readonly meeting: RoomMeeting;
  /** Every attendee made and not deleted: that is what the service counts. */
  readonly existingSeats: number;
  /** Every seat ever asked for: the next one's name is made of this number, and the same name makes the same seat. */
  readonly mintedSeats: number;
};

/** A credential of a replica. It is never given to a second person: its join token lives until the attendee is deleted. */
export type Seat = {
  readonly epoch: number;
  /** 1 for the first replica. */
  readonly replica: number;
  readonly meetingId: string;
  readonly attendee: Attendee;
};

/** A credential of the primary meeting for somebody on stage. */
export type StageCredential = {
  readonly epoch: number;
  readonly meetingId: string;
  readonly attendee: Attendee;
};

export type MemberState = 'joined' | 'left' | 'banned';

/** One person (or guest) in one room. A ban is this item in the state `banned`. */
export type Member = {
  readonly roomId: string;
  readonly userId: string;
  readonly state: MemberState;
  readonly role: PlaceRole | 'listener' | 'guest';
  readonly epoch: number;
  readonly seat?: Seat;
  readonly stage?: StageCredential;
  /** How many credentials of the stage the person has had in this room. */
  readonly credentialCount?: number;
  /** Since when the person has been asking to speak. */
  readonly askedAt?: string;
  readonly joinedAt: string;
  /** What is awaited of a joined listener: the first connection, or the return after a drop. Absent while connected. */
  readonly awaitedSince?: string;
  readonly leftAt?: string;
  /** Of a member who left: not by their own wish, but judged gone by their connection. */
  readonly isLost?: boolean;
};

/** Whether the seat the member holds still works: one of another epoch belongs to a meeting that is over. */
export function hasSeat(member: Member | undefined, epoch: number): boolean {
  return member?.seat !== undefined && member.seat.epoch === epoch && member.state !== 'banned';
}

/** Whether the stage credential the member holds still works. */
export function hasStageCredential(member: Member | undefined, epoch: number): boolean {
  return member?.stage !== undefined && member.stage.epoch === epoch && member.state !== 'banned';
}

/** `a.<digest>`: seats carry no person, since they are made before anybody asks, and say nothing to who sees them. */
export function seatExternalId(digest: string): string {
  return `a.${digest}`;
}
