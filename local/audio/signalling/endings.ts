import type { Cause } from '../../model.ts';
import type { Attendee, Meeting } from '../model.ts';
import { removeAttendee, removeMeeting } from '../registry.ts';
import { homeOf, membersOf } from '../sound/floor.ts';
import type { Studio } from '../studio.ts';
import { dismiss } from './departure.ts';
import { forceDemotion } from './promotion.ts';

/** Ends the meeting and its replicas, and everybody in them. */
export function endMeeting(studio: Studio, meeting: Meeting, cause?: Cause): void {
  for (const replica of [...meeting.replicas]) endMeeting(studio, replica, cause);
  studio.lifetimes.forget(meeting);
  // First the registry, so that nobody gets in again while the others are being sent away.
  removeMeeting(studio.registry, meeting);
  for (const connection of [...meeting.connections]) dismiss(studio, connection, 410);
  studio.feed.meeting('MeetingEnded', meeting, cause);
}

/** DeleteAttendee: the token is dead for ever, the person is out, and a voice lent to a replica listener is taken back. */
export function expelAttendee(studio: Studio, attendee: Attendee, cause?: Cause): void {
  removeAttendee(studio.registry, attendee);
  studio.feed.attendee('AttendeeDeleted', attendee, cause);
  for (const connection of [...attendee.meeting.connections]) {
    if (connection.attendee === attendee) dismiss(studio, connection, 411);
  }
  for (const connection of [...membersOf(homeOf(attendee.meeting))]) {
    if (connection.promoted === attendee) forceDemotion(studio, connection);
  }
}
