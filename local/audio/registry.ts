import { randomBytes, randomUUID } from 'node:crypto';
import type { JsonObject } from '../model.ts';
import type { Attendee, Capabilities, Meeting } from './model.ts';

/** All living meetings, and who may still use which join token. */
export type Registry = {
  readonly meetings: Map<string, Meeting>;
  /** A token leaves the map with its attendee or meeting and never comes back: that is what makes a refusal final. */
  readonly attendeesByToken: Map<string, Attendee>;
};

export function createRegistry(): Registry {
  return { meetings: new Map(), attendeesByToken: new Map() };
}

export type MeetingRequest = {
  readonly externalId: string;
  readonly mediaRegion: string;
  readonly features: JsonObject | undefined;
  readonly primary: Meeting | undefined;
  readonly seatLimit: number;
};

export function addMeeting(registry: Registry, request: MeetingRequest, now: number): Meeting {
  const meeting: Meeting = {
    ...request,
    id: randomUUID(),
    createdAt: now,
    attendees: new Map(),
    attendeesByUser: new Map(),
    replicas: new Set(),
    connections: new Set(),
    nextSeatNumber: 1,
    nextStreamId: 1,
    lastEventAt: 0,
    transcription: undefined,
  };
  registry.meetings.set(meeting.id, meeting);
  request.primary?.replicas.add(meeting);
  return meeting;
}

export function addAttendee(
  registry: Registry,
  meeting: Meeting,
  externalUserId: string,
  capabilities: Capabilities,
): Attendee {
  const attendee: Attendee = {
    id: randomUUID(),
    externalUserId,
    // 256 bits of chance: whoever holds the token is the attendee.
    joinToken: randomBytes(32).toString('base64url'),
    meeting,
    seatNumber: meeting.nextSeatNumber++,
    capabilities,
    lastEventAt: 0,
  };
  meeting.attendees.set(attendee.id, attendee);
  meeting.attendeesByUser.set(externalUserId, attendee);
  registry.attendeesByToken.set(attendee.joinToken, attendee);
  return attendee;
}

export function removeAttendee(registry: Registry, attendee: Attendee): void {
  attendee.meeting.attendees.delete(attendee.id);
  attendee.meeting.attendeesByUser.delete(attendee.externalUserId);
  registry.attendeesByToken.delete(attendee.joinToken);
}

export function removeMeeting(registry: Registry, meeting: Meeting): void {
  for (const attendee of meeting.attendees.values()) registry.attendeesByToken.delete(attendee.joinToken);
  meeting.primary?.replicas.delete(meeting);
  registry.meetings.delete(meeting.id);
}
