import type { Connection } from '../model.ts';
import { homeOf, membersOf, speaksAs } from '../sound/floor.ts';
import { clearVoice } from '../sound/voice.ts';
import type { Studio } from '../studio.ts';
import { dismiss } from './departure.ts';
import { frameTypes } from './frames.ts';
import { rosterEntry } from './roster.ts';
import { broadcastStreams, sendFrame } from './sending.ts';

/** A replica listener shows a credential of the primary: from now on its voice is that attendee's. */
export function promote(studio: Studio, connection: Connection, joinToken: string): void {
  const attendee = studio.registry.attendeesByToken.get(joinToken);
  const primary = connection.meeting.primary;
  const reply = { type: frameTypes.PRIMARY_MEETING_JOIN_ACK, primaryMeetingJoinAck: {} };
  if (attendee === undefined || primary === undefined || attendee.meeting !== primary) {
    sendFrame(
      connection,
      { ...reply, error: { status: 403, description: 'Not a credential of the primary' } },
      studio.clock,
    );
    return;
  }
  // The client calls itself started when ICE is up, and promotes at once; here DTLS may still be under way.
  connection.earlyPromotion = connection.isPresent ? undefined : joinToken;
  if (!connection.isPresent) return;
  demote(studio, connection, 'AttendeeLeft');
  for (const other of [...membersOf(primary)]) if (speaksAs(other) === attendee) replace(studio, other);
  connection.promoted = attendee;
  connection.streamId = primary.nextStreamId++;
  clearVoice(connection.voice);
  studio.feed.attendee('AttendeeAuthorized', attendee);
  studio.feed.attendee('AttendeeJoined', attendee);
  sendFrame(connection, reply, studio.clock);
  broadcastStreams(primary, [rosterEntry(connection)], studio.clock);
  studio.lifetimes.audioChanged(primary, true);
}

/** Back to listening: by the client's wish, by its leaving, or because the primary's attendee is gone. */
export function demote(studio: Studio, connection: Connection, event: 'AttendeeLeft' | 'AttendeeDropped'): void {
  const attendee = connection.promoted;
  connection.earlyPromotion = undefined;
  if (attendee === undefined) return;
  const primary = homeOf(connection.meeting);
  connection.promoted = undefined;
  clearVoice(connection.voice);
  studio.feed.attendee(event, attendee);
  const left = { audioStreamId: connection.streamId, ...(event === 'AttendeeDropped' ? { dropped: true } : {}) };
  broadcastStreams(primary, [left], studio.clock);
  studio.lifetimes.audioChanged(primary, !membersOf(primary).next().done);
}

/** Demotes and tells the client, which reports that it was removed from the primary meeting. */
export function forceDemotion(studio: Studio, connection: Connection): void {
  sendFrame(connection, { type: frameTypes.PRIMARY_MEETING_LEAVE, primaryMeetingLeave: {} }, studio.clock);
  demote(studio, connection, 'AttendeeLeft');
}

function replace(studio: Studio, other: Connection): void {
  if (other.promoted === undefined) dismiss(studio, other, 301);
  else forceDemotion(studio, other);
}
