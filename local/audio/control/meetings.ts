import type { JsonObject } from '../../model.ts';
import type { Meeting } from '../model.ts';
import { addMeeting, type MeetingRequest } from '../registry.ts';
import { endMeeting } from '../signalling/endings.ts';
import type { Studio } from '../studio.ts';
import type { Operation } from './desk.ts';
import { readFeatures } from './features.ts';
import { badRequest, readExternalId, readId, readText, refusal, refuseOthers } from './reading.ts';
import { meetingView } from './views.ts';

const createMembers = ['ClientRequestToken', 'MediaRegion', 'ExternalMeetingId', 'MeetingFeatures', 'PrimaryMeetingId'];

const createMeeting: Operation = (desk, input, cause) => {
  refuseOthers(input, createMembers, 'CreateMeeting');
  const token = readText(input, 'ClientRequestToken', 2, 64);
  const parameters = JSON.stringify(createMembers.map((member) => canonical(input[member])));
  const earlier = desk.meetingsByToken.get(token);
  if (earlier !== undefined) {
    if (earlier.parameters === parameters) return { body: earlier.body };
    throw refusal(409, 'ConflictException', 'ClientRequestToken was used with other parameters');
  }
  const meeting = openMeeting(desk.studio, readMeetingRequest(desk.studio, input));
  const body = { Meeting: meetingView(desk, meeting) };
  desk.meetingsByToken.set(token, { parameters, body });
  desk.studio.feed.meeting('MeetingStarted', meeting, cause);
  return { body };
};

const getMeeting: Operation = (desk, input) => ({
  body: { Meeting: meetingView(desk, findMeeting(desk.studio, input)) },
});

const deleteMeeting: Operation = (desk, input, cause) => {
  endMeeting(desk.studio, findMeeting(desk.studio, input), cause);
  return { status: 204 };
};

export const meetingOperations: Readonly<Record<string, Operation>> = {
  CreateMeeting: createMeeting,
  GetMeeting: getMeeting,
  DeleteMeeting: deleteMeeting,
};

/** The living meeting the call names; NotFoundException for one that ended or never was. */
export function findMeeting(studio: Studio, input: JsonObject): Meeting {
  const id = readId(input, 'MeetingId');
  const meeting = studio.registry.meetings.get(id);
  if (meeting === undefined) throw refusal(404, 'NotFoundException', `Meeting ${id} not found`);
  return meeting;
}

function openMeeting(studio: Studio, request: MeetingRequest): Meeting {
  const { registry, limits, clock, lifetimes } = studio;
  if (registry.meetings.size >= limits.concurrentMeetings) {
    throw refusal(400, 'LimitExceededException', `The account has ${limits.concurrentMeetings} meetings already`);
  }
  const meeting = addMeeting(registry, request, clock.now());
  lifetimes.begin(meeting);
  return meeting;
}

function readMeetingRequest(studio: Studio, input: JsonObject): MeetingRequest {
  return {
    externalId: readExternalId(input, 'ExternalMeetingId'),
    mediaRegion: readMediaRegion(input),
    ...readFeatures(input, studio.limits),
    primary: readPrimary(studio, input),
  };
}

// The commercial partition's list in the API reference of CreateMeeting.
const mediaRegions = new Set(
  (
    'af-south-1 ap-northeast-1 ap-northeast-2 ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1 eu-central-1 eu-north-1 ' +
    'eu-south-1 eu-west-1 eu-west-2 eu-west-3 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2'
  ).split(' '),
);

function readMediaRegion(input: JsonObject): string {
  const region = readText(input, 'MediaRegion', 2, 64);
  if (!mediaRegions.has(region)) throw badRequest('MediaRegion is not a region');
  return region;
}

function readPrimary(studio: Studio, input: JsonObject): Meeting | undefined {
  if (input['PrimaryMeetingId'] === undefined) return undefined;
  const id = readId(input, 'PrimaryMeetingId');
  const primary = studio.registry.meetings.get(id);
  if (primary === undefined) throw refusal(404, 'NotFoundException', `Primary meeting ${id} not found`);
  if (primary.primary !== undefined) throw badRequest('PrimaryMeetingId is a replica; a replica has no replicas');
  if (primary.replicas.size >= studio.limits.replicasPerPrimary) {
    throw refusal(
      400,
      'LimitExceededException',
      `The primary has ${studio.limits.replicasPerPrimary} replicas already`,
    );
  }
  return primary;
}

// Two requests with their members in another order are the same request.
function canonical(value: JsonObject[string]): JsonObject[string] {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([name, member]): [string, JsonObject[string]] => [
    name,
    canonical(member),
  ]);
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}
