import type { JsonObject, WireRequest } from '../../model.ts';
import { asObject, refusal } from './reading.ts';

type Route = {
  readonly method: string;
  /** Path segments; those in braces become members of the input. */
  readonly segments: readonly string[];
  /** The `operation` query that the SDK adds where several calls share a path. */
  readonly variant?: string;
  readonly operation: string;
};

const attendees = ['meetings', '{MeetingId}', 'attendees'];

const routes: readonly Route[] = [
  { method: 'POST', segments: ['meetings'], operation: 'CreateMeeting' },
  { method: 'POST', segments: ['meetings'], variant: 'create-attendees', operation: 'CreateMeetingWithAttendees' },
  { method: 'GET', segments: ['meetings', '{MeetingId}'], operation: 'GetMeeting' },
  { method: 'DELETE', segments: ['meetings', '{MeetingId}'], operation: 'DeleteMeeting' },
  { method: 'POST', segments: attendees, operation: 'CreateAttendee' },
  { method: 'POST', segments: attendees, variant: 'batch-create', operation: 'BatchCreateAttendee' },
  { method: 'GET', segments: attendees, operation: 'ListAttendees' },
  { method: 'GET', segments: [...attendees, '{AttendeeId}'], operation: 'GetAttendee' },
  { method: 'DELETE', segments: [...attendees, '{AttendeeId}'], operation: 'DeleteAttendee' },
  {
    method: 'PUT',
    segments: [...attendees, 'capabilities'],
    variant: 'batch-update-except',
    operation: 'BatchUpdateAttendeeCapabilitiesExcept',
  },
  {
    method: 'PUT',
    segments: [...attendees, '{AttendeeId}', 'capabilities'],
    operation: 'UpdateAttendeeCapabilities',
  },
  {
    method: 'POST',
    segments: ['meetings', '{MeetingId}', 'transcription'],
    variant: 'start',
    operation: 'StartMeetingTranscription',
  },
  {
    method: 'POST',
    segments: ['meetings', '{MeetingId}', 'transcription'],
    variant: 'stop',
    operation: 'StopMeetingTranscription',
  },
  { method: 'GET', segments: ['tags'], operation: 'ListTagsForResource' },
  { method: 'POST', segments: ['tags'], variant: 'tag-resource', operation: 'TagResource' },
  { method: 'POST', segments: ['tags'], variant: 'untag-resource', operation: 'UntagResource' },
];

const queryMembers: Readonly<Record<string, string>> = { 'next-token': 'NextToken', 'max-results': 'MaxResults' };

/** The operation that the SDK meant, with path, query and body joined into one input; undefined for a path the service has not. */
export function routeRequest(request: WireRequest): { operation: string; input: JsonObject } | undefined {
  const segments = request.path.split('/').filter((segment) => segment !== '');
  const variant = request.query.get('operation') ?? undefined;
  for (const route of routes) {
    if (route.method !== request.method || route.variant !== variant) continue;
    const members = matchSegments(route.segments, segments);
    if (members === undefined) continue;
    return {
      operation: route.operation,
      input: { ...readBody(request.body), ...readQuery(request.query), ...members },
    };
  }
  return undefined;
}

function matchSegments(pattern: readonly string[], segments: readonly string[]): JsonObject | undefined {
  if (pattern.length !== segments.length) return undefined;
  const members: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index] ?? '';
    if (part.startsWith('{')) members[part.slice(1, -1)] = segment;
    else if (part !== segment) return undefined;
  }
  return members;
}

function readQuery(query: URLSearchParams): JsonObject {
  const members: Record<string, string> = {};
  for (const [name, value] of query) {
    const member = queryMembers[name];
    if (member !== undefined) members[member] = value;
  }
  return members;
}

function readBody(body: Buffer): JsonObject {
  if (body.length === 0) return {};
  try {
    const parsed = asObject(JSON.parse(body.toString()));
    if (parsed !== undefined) return parsed;
  } catch {
    // Falls through to the refusal below.
  }
  throw refusal(400, 'SerializationException', 'The body is not a JSON object');
}
