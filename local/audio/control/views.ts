import type { JsonObject } from '../../model.ts';
import type { Attendee, Meeting } from '../model.ts';
import type { Desk } from './desk.ts';

/** The service's Meeting. EventIngestionUrl stays out: with it the client would send telemetry. */
export function meetingView(desk: Desk, meeting: Meeting): JsonObject {
  const media = desk.signallingUrl().replace(/\/$/, '');
  return {
    MeetingId: meeting.id,
    MeetingArn: `arn:aws:chime:${desk.region}:${desk.accountId}:meeting/${meeting.id}`,
    ExternalMeetingId: meeting.externalId,
    MediaRegion: meeting.mediaRegion,
    MediaPlacement: {
      // The client hands AudioHostUrl back in its subscription and connects to the candidates of the answer.
      AudioHostUrl: `${new URL(media).hostname}:3478`,
      AudioFallbackUrl: `${media}/calls/${meeting.id}`,
      SignalingUrl: `${media}/control/${meeting.id}`,
      TurnControlUrl: `${media.replace(/^ws/, 'http')}/turn`,
    },
    ...(meeting.features === undefined ? {} : { MeetingFeatures: meeting.features }),
    ...(meeting.primary === undefined ? {} : { PrimaryMeetingId: meeting.primary.id }),
  };
}

export function attendeeView(attendee: Attendee): JsonObject {
  return {
    AttendeeId: attendee.id,
    ExternalUserId: attendee.externalUserId,
    JoinToken: attendee.joinToken,
    Capabilities: attendee.capabilities,
  };
}
