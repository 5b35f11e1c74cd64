import type { JsonObject } from '../model.ts';
import type { Attendee, Connection, Meeting } from './model.ts';
import { hears, homeOf, isHeard, isOnStage, membersOf } from './sound/floor.ts';
import { silentLevel } from './sound/voice.ts';
import type { Studio } from './studio.ts';

/** Everything a test or a curious developer may see: meetings, seats, who is heard, and the mixer's counters. No tokens. */
export function takeSnapshot(studio: Studio): JsonObject {
  const meetings = [...studio.registry.meetings.values()];
  return { meetings: meetings.map(meetingSnapshot), mixer: studio.mixer.stats() };
}

function meetingSnapshot(meeting: Meeting): JsonObject {
  const connections = [...meeting.connections];
  return {
    meetingId: meeting.id,
    externalMeetingId: meeting.externalId,
    primaryMeetingId: meeting.primary?.id,
    createdAt: new Date(meeting.createdAt).toISOString(),
    seatLimit: meeting.seatLimit,
    ...(meeting.transcription && { transcribedIn: meeting.transcription.languageCode }),
    connected: connections.filter((connection) => connection.isPresent).length,
    seats: [...meeting.attendees.values()].map((attendee) => seatSnapshot(attendee)),
  };
}

function seatSnapshot(attendee: Attendee): JsonObject {
  const connection = connectionOf(attendee);
  return {
    attendeeId: attendee.id,
    externalUserId: attendee.externalUserId,
    audio: attendee.capabilities.Audio,
    isConnected: connection !== undefined,
    ...(connection === undefined ? {} : soundOf(connection)),
  };
}

function soundOf(connection: Connection): JsonObject {
  return {
    isMuted: connection.isMuted,
    isOnStage: isOnStage(connection),
    isHeard: isHeard(connection),
    isSpeaking: isHeard(connection) && connection.voice.level < silentLevel,
    hears: hears(connection),
    promotedAs: connection.promoted?.id,
  };
}

// A seat of the primary may be spoken for by a replica listener who was promoted with it.
function connectionOf(attendee: Attendee): Connection | undefined {
  for (const connection of attendee.meeting.connections) {
    if (connection.isPresent && connection.attendee === attendee) return connection;
  }
  for (const connection of membersOf(homeOf(attendee.meeting))) if (connection.promoted === attendee) return connection;
  return undefined;
}
