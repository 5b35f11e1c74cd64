import { applyCapabilities } from '../signalling/capability-changes.ts';
import { findAttendee } from './attendees.ts';
import { readCapabilities } from './capabilities.ts';
import type { Operation } from './desk.ts';
import { findMeeting } from './meetings.ts';
import { badRequest, readId, readObjects, refuseOthers } from './reading.ts';
import { attendeeView } from './views.ts';

const updateAttendeeCapabilities: Operation = ({ studio }, input) => {
  refuseOthers(input, ['MeetingId', 'AttendeeId', 'Capabilities'], 'UpdateAttendeeCapabilities');
  const meeting = findMeeting(studio, input);
  const attendee = findAttendee(meeting, input);
  applyCapabilities(meeting, [attendee], readCapabilities(input, meeting), studio.clock);
  return { body: { Attendee: attendeeView(attendee) } };
};

const batchUpdateExcept: Operation = ({ studio }, input) => {
  refuseOthers(input, ['MeetingId', 'ExcludedAttendeeIds', 'Capabilities'], 'BatchUpdateAttendeeCapabilitiesExcept');
  const meeting = findMeeting(studio, input);
  const listed = readObjects(input, 'ExcludedAttendeeIds', studio.limits.exclusionsPerCall);
  if (listed.length === 0) throw badRequest('ExcludedAttendeeIds must have at least 1 entry');
  const excluded = new Set(listed.map((entry) => readId(entry, 'AttendeeId')));
  const capabilities = readCapabilities(input, meeting);
  const others = [...meeting.attendees.values()].filter((attendee) => !excluded.has(attendee.id));
  applyCapabilities(meeting, others, capabilities, studio.clock);
  return { body: {} };
};

export const capabilityOperations: Readonly<Record<string, Operation>> = {
  UpdateAttendeeCapabilities: updateAttendeeCapabilities,
  BatchUpdateAttendeeCapabilitiesExcept: batchUpdateExcept,
};
