import {
  BatchCreateAttendeeCommand,
  ChimeSDKMeetingsClient,
  CreateAttendeeCommand,
  CreateMeetingCommand,
  DeleteAttendeeCommand,
  DeleteMeetingCommand,
  GetMeetingCommand,
} from '@aws-sdk/client-chime-sdk-meetings';
import { allow, type Decision, refuse } from '../domain/refusal.ts';
import type { RoomMeeting } from '../domain/room.ts';
import type { Attendee } from '../domain/seat.ts';
import type { Capability } from '../domain/stage.ts';
import { isoOf } from '../domain/time.ts';
import { clientOnce } from './clients.ts';
import type { Wiring } from './wiring.ts';

export const audioClientOf = clientOnce(() => new ChimeSDKMeetingsClient({ maxAttempts: 2 }));

export type NewMeeting = {
  /** The same token makes the same meeting, however often it is asked for. */
  readonly token: string;
  readonly mediaRegion: string;
  readonly roomId: string;
};

/** The media service: meetings and attendees. 10 requests/s with burst 20 per operation and account, 250 seats per meeting. */
export const audio = (wiring: Wiring) => {
  const client = audioClientOf(wiring);
  return {
    createMeeting: (wish: NewMeeting): Promise<Decision<RoomMeeting>> =>
      attempt(async () => {
        const { Meeting } = await client.send(new CreateMeetingCommand(meetingInput(wish)));
        return toMeeting(Meeting, isoOf(wiring.now()));
      }),

    /** A meeting that hears the primary; nothing when that one is over. */
    createReplica: (wish: NewMeeting, PrimaryMeetingId: string): Promise<Decision<RoomMeeting | undefined>> =>
      attempt(async () => {
        const command = new CreateMeetingCommand({ ...meetingInput(wish), PrimaryMeetingId });
        const answer = await unlessGone(client.send(command));
        return answer && toMeeting(answer.Meeting, isoOf(wiring.now()));
      }),

    /** The same external id makes the same attendee; nothing when the meeting is over. */
    createAttendee: (
      meetingId: string,
      externalUserId: string,
      capabilities: Capability,
    ): Promise<Decision<Attendee | undefined>> =>
      attempt(async () => {
        const input = { MeetingId: meetingId, ExternalUserId: externalUserId, Capabilities: capabilities };
        const answer = await unlessGone(client.send(new CreateAttendeeCommand(input)));
        return answer && toAttendee(answer.Attendee);
      }),

    /**
     * Up to 100 seats in one call (service limit); those the meeting had no place for are missing from the answer. The same
     * external ids make the same seats; nothing when the meeting is over.
     */
    createSeats: (meetingId: string, externalUserIds: readonly string[], capabilities: Capability) =>
      attempt(async () => {
        const Attendees = externalUserIds.map((ExternalUserId) => ({ ExternalUserId, Capabilities: capabilities }));
        const command = new BatchCreateAttendeeCommand({ MeetingId: meetingId, Attendees });
        const answer = await unlessGone(client.send(command));
        return answer && (answer.Attendees ?? []).map(toAttendee);
      }),

    /** Dead from now on, at every door; deleting it again is no error. */
    deleteAttendee: (meetingId: string, attendeeId: string): Promise<Decision<undefined>> =>
      attempt(async () => {
        await unlessGone(client.send(new DeleteAttendeeCommand({ MeetingId: meetingId, AttendeeId: attendeeId })));
        return undefined;
      }),

    /** Ends it for everybody, its replicas too; ending it again is no error. */
    deleteMeeting: (meetingId: string): Promise<Decision<undefined>> =>
      attempt(async () => {
        await unlessGone(client.send(new DeleteMeetingCommand({ MeetingId: meetingId })));
        return undefined;
      }),

    /** Whether the service still knows the meeting: it forgets one that ended. */
    isMeetingAlive: (meetingId: string): Promise<Decision<boolean>> =>
      attempt(async () => {
        const answer = await unlessGone(client.send(new GetMeetingCommand({ MeetingId: meetingId })));
        return answer !== undefined;
      }),
  };
};

const meetingInput = ({ token, mediaRegion, roomId }: NewMeeting) => ({
  ClientRequestToken: token,
  ExternalMeetingId: roomId,
  MediaRegion: mediaRegion,
  // Rooms carry sound only; every other capability than None is then refused by the service.
  MeetingFeatures: { Video: { MaxResolution: 'None' as const }, Content: { MaxResolution: 'None' as const } },
});

const passing = new Set([
  'ThrottlingException',
  'ThrottledClientException',
  'ServiceUnavailableException',
  'ServiceFailureException',
  'LimitExceededException',
  'TimeoutError',
]);

/** Throttling, limits and outages are `audio_unavailable`; anything else is a fault of ours. */
export async function attempt<T>(call: () => Promise<T>): Promise<Decision<T>> {
  try {
    return allow(await call());
  } catch (error) {
    if (error instanceof Error && (passing.has(error.name) || 'code' in error)) return refuse('audio_unavailable');
    throw error;
  }
}

export async function unlessGone<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof Error && error.name === 'NotFoundException') return undefined;
    throw error;
  }
}

/** The service's objects are kept and handed out as they are: the client's session configuration takes them unchanged. */
function toMeeting(meeting: object | undefined, createdAt: string): RoomMeeting {
  const media = (meeting ?? {}) as { readonly MeetingId?: string; readonly MediaRegion?: string };
  if (!media.MeetingId) throw new Error('The media service made a meeting without an id');
  return { id: media.MeetingId, mediaRegion: media.MediaRegion ?? '', media: { ...media }, createdAt };
}

export function toAttendee(attendee: object | undefined): Attendee {
  const { AttendeeId, ExternalUserId, JoinToken, Capabilities } = attendee as Attendee;
  if (!AttendeeId || !JoinToken) throw new Error('The media service made an attendee without a credential');
  return { AttendeeId, ExternalUserId, JoinToken, Capabilities };
}
