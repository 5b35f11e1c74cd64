import type { Cause, JsonObject } from '../../model.ts';
import type { Attendee, Meeting } from '../model.ts';
import { addAttendee } from '../registry.ts';
import { expelAttendee } from '../signalling/endings.ts';
import type { Studio } from '../studio.ts';
import { defaultCapabilities, readCapabilities } from './capabilities.ts';
import type { Operation } from './desk.ts';
import { findMeeting } from './meetings.ts';
import { badRequest, readExternalId, readId, readObjects, refusal, refuseOthers } from './reading.ts';
import { attendeeView } from './views.ts';

const createAttendee: Operation = ({ studio }, input, cause) => {
  refuseOthers(input, ['MeetingId', 'ExternalUserId', 'Capabilities'], 'CreateAttendee');
  const attendee = seat(studio, findMeeting(studio, input), input, cause);
  if (attendee === undefined) throw refusal(400, 'LimitExceededException', 'The meeting has no seat left');
  return { body: { Attendee: attendeeView(attendee) } };
};

const batchCreateAttendee: Operation = ({ studio }, input, cause) => {
  refuseOthers(input, ['MeetingId', 'Attendees'], 'BatchCreateAttendee');
  const meeting = findMeeting(studio, input);
  const wanted = readObjects(input, 'Attendees', studio.limits.attendeesPerBatch);
  if (wanted.length === 0) throw badRequest('Attendees must have at least 1 entry');
  for (const request of wanted) checkRequest(meeting, request);
  const created: JsonObject[] = [];
  const errors: JsonObject[] = [];
  for (const request of wanted) {
    const attendee = seat(studio, meeting, request, cause);
    if (attendee === undefined) errors.push(noSeatLeft(request));
    else created.push(attendeeView(attendee));
  }
  return { body: { Attendees: created, Errors: errors } };
};

const getAttendee: Operation = ({ studio }, input) => ({
  body: { Attendee: attendeeView(findAttendee(findMeeting(studio, input), input)) },
});

const deleteAttendee: Operation = ({ studio }, input, cause) => {
  expelAttendee(studio, findAttendee(findMeeting(studio, input), input), cause);
  return { status: 204 };
};

const listAttendees: Operation = ({ studio }, input) => {
  refuseOthers(input, ['MeetingId', 'NextToken', 'MaxResults'], 'ListAttendees');
  const meeting = findMeeting(studio, input);
  const most = readMaxResults(input);
  const after = readCursor(input);
  const rest = [...meeting.attendees.values()].filter((attendee) => attendee.seatNumber > after);
  const page = rest.slice(0, most);
  const last = page.at(-1);
  const isMore = rest.length > page.length && last !== undefined;
  return {
    body: { Attendees: page.map(attendeeView), ...(isMore ? { NextToken: writeCursor(last.seatNumber) } : {}) },
  };
};

export const attendeeOperations: Readonly<Record<string, Operation>> = {
  CreateAttendee: createAttendee,
  BatchCreateAttendee: batchCreateAttendee,
  GetAttendee: getAttendee,
  DeleteAttendee: deleteAttendee,
  ListAttendees: listAttendees,
};

export function findAttendee(meeting: Meeting, input: JsonObject): Attendee {
  const id = readId(input, 'AttendeeId');
  const attendee = meeting.attendees.get(id);
  if (attendee === undefined) throw refusal(404, 'NotFoundException', `Attendee ${id} not found`);
  return attendee;
}

// ExternalUserId is the idempotency token: asking again answers the seat that is there, unchanged.
function seat(studio: Studio, meeting: Meeting, request: JsonObject, cause: Cause): Attendee | undefined {
  const { externalUserId, capabilities } = checkRequest(meeting, request);
  const existing = meeting.attendeesByUser.get(externalUserId);
  if (existing !== undefined) return existing;
  if (meeting.attendees.size >= meeting.seatLimit) return undefined;
  const attendee = addAttendee(studio.registry, meeting, externalUserId, capabilities);
  studio.feed.attendee('AttendeeAdded', attendee, cause);
  return attendee;
}

function checkRequest(meeting: Meeting, request: JsonObject) {
  const { MeetingId: _, ...members } = request;
  refuseOthers(members, ['ExternalUserId', 'Capabilities'], 'an attendee');
  const externalUserId = readExternalId(request, 'ExternalUserId');
  const isDefault = request['Capabilities'] === undefined;
  return {
    externalUserId,
    capabilities: isDefault ? defaultCapabilities(meeting) : readCapabilities(request, meeting),
  };
}

function noSeatLeft(request: JsonObject): JsonObject {
  return {
    ExternalUserId: request['ExternalUserId'],
    ErrorCode: 'LimitExceeded',
    ErrorMessage: 'The meeting has no seat left',
  };
}

// ResultMax of the service: 1 to 100.
function readMaxResults(input: JsonObject): number {
  if (input['MaxResults'] === undefined) return 100;
  const most = Number(input['MaxResults']);
  if (!Number.isInteger(most) || most < 1 || most > 100) throw badRequest('MaxResults must be between 1 and 100');
  return most;
}

function writeCursor(seatNumber: number): string {
  return Buffer.from(`seat ${seatNumber}`).toString('base64url');
}

function readCursor(input: JsonObject): number {
  const token = input['NextToken'];
  if (token === undefined) return 0;
  const found = /^seat (\d+)$/.exec(Buffer.from(String(token), 'base64url').toString());
  if (found === null) throw badRequest('NextToken is not one this service gave');
  return Number(found[1]);
}
