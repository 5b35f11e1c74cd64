/** Places in the audience: a credential made ahead in a replica meeting, and the member who holds one. */

import type { PlaceRole } from './stage.ts';

/** A credential of a replica. It is never given to a second person: its join token lives until the attendee is deleted. */
export type Seat = {
  readonly epoch: number;
  /** 1 for the first replica. */
  readonly replica: number;
  readonly meetingId: string;
  readonly attendeeId: string;
  /** The service's Meeting and Attendee objects, handed out unchanged. */
  readonly meeting: Readonly<Record<string, unknown>>;
  readonly attendee: Readonly<Record<string, unknown>>;
};

/** A credential of the primary meeting for somebody on stage. */
export type StageCredential = {
  readonly epoch: number;
  readonly meetingId: string;
  readonly attendeeId: string;
  readonly attendee: Readonly<Record<string, unknown>>;
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
  readonly joinedAt: string;
  readonly leftAt?: string;
};

/** Whether the seat the member holds still works: one of another epoch belongs to a meeting that is over. */
export function hasSeat(member: Member | undefined, epoch: number): boolean {
  return member?.seat !== undefined && member.seat.epoch === epoch && member.state !== 'banned';
}

/** Whether the stage credential the member holds still works. */
export function hasStageCredential(member: Member | undefined, epoch: number): boolean {
  return member?.stage !== undefined && member.stage.epoch === epoch && member.state !== 'banned';
}

/** `a.<random>`: seats carry no person, since they are made before anybody asks. */
export function seatExternalId(random: string): string {
  return `a.${random}`;
}
