import {
  BatchUpdateAttendeeCapabilitiesExceptCommand,
  ListAttendeesCommand,
  UpdateAttendeeCapabilitiesCommand,
} from '@aws-sdk/client-chime-sdk-meetings';
import type { Decision } from '../domain/refusal.ts';
import type { Attendee } from '../domain/seat.ts';
import type { Capability } from '../domain/stage.ts';
import { attempt, audioClientOf, toAttendee, unlessGone } from './audio.ts';
import type { Wiring } from './wiring.ts';

/** Who may be heard on a room's stage: the media service's capabilities. 10 requests/s with burst 20 per operation. */
export const stageAudio = (wiring: Wiring) => {
  const client = audioClientOf(wiring);
  return {
    /** Everybody with a credential of the meeting, 100 a call; nothing when the meeting is over. */
    attendeesOf: (meetingId: string): Promise<Decision<readonly Attendee[] | undefined>> =>
      attempt(async () => {
        const found: Attendee[] = [];
        let NextToken: string | undefined;
        do {
          const command = new ListAttendeesCommand({ MeetingId: meetingId, MaxResults: 100, NextToken });
          const answer = await unlessGone(client.send(command));
          if (!answer) return undefined;
          found.push(...(answer.Attendees ?? []).map(toAttendee));
          NextToken = answer.NextToken;
        } while (NextToken);
        return found;
      }),

    /** In force at once; somebody whose credential is dead can do nothing anyway. */
    setCapability: (meetingId: string, attendeeId: string, Capabilities: Capability): Promise<Decision<undefined>> =>
      attempt(async () => {
        const input = { MeetingId: meetingId, AttendeeId: attendeeId, Capabilities };
        await unlessGone(client.send(new UpdateAttendeeCapabilitiesCommand(input)));
        return undefined;
      }),

    /** The same capability for all but those named, 1 to 250 of them (service limit). */
    setAllBut: (
      meetingId: string,
      attendeeIds: readonly string[],
      Capabilities: Capability,
    ): Promise<Decision<undefined>> =>
      attempt(async () => {
        const ExcludedAttendeeIds = attendeeIds.map((AttendeeId) => ({ AttendeeId }));
        const input = { MeetingId: meetingId, ExcludedAttendeeIds, Capabilities };
        await unlessGone(client.send(new BatchUpdateAttendeeCapabilitiesExceptCommand(input)));
        return undefined;
      }),
  };
};
