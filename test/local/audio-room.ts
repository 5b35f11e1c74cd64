import {
  type AttendeeCapabilities,
  CreateAttendeeCommand,
  CreateMeetingCommand,
  type Meeting,
  UpdateAttendeeCapabilitiesCommand,
} from '@aws-sdk/client-chime-sdk-meetings';
import type { JoinOptions } from '../synthetic-client/stay.ts';
import { joinAudio, type SyntheticClient } from '../synthetic-client.ts';
import type { AudioService } from './audio-service.ts';

export const noVideo = { Video: { MaxResolution: 'None' }, Content: { MaxResolution: 'None' } } as const;
export const mayListen = { Audio: 'Receive', Video: 'None', Content: 'None' } as const;
export const maySpeak = { Audio: 'SendReceive', Video: 'None', Content: 'None' } as const;

let named = 0;
export const unusedName = (word: string) => `${word}-${++named}`;

export async function openMeeting(service: AudioService, PrimaryMeetingId?: string): Promise<Meeting> {
  const { Meeting } = await service.client.send(
    new CreateMeetingCommand({
      ClientRequestToken: unusedName('token'),
      MediaRegion: 'us-east-1',
      ExternalMeetingId: unusedName('room'),
      MeetingFeatures: noVideo,
      PrimaryMeetingId,
    }),
  );
  if (Meeting === undefined) throw new Error('no meeting came back');
  return Meeting;
}

export async function takeSeat(
  service: AudioService,
  meeting: Meeting,
  name: string,
  Capabilities: AttendeeCapabilities = maySpeak,
) {
  const { Attendee } = await service.client.send(
    new CreateAttendeeCommand({ MeetingId: meeting.MeetingId, ExternalUserId: name, Capabilities }),
  );
  if (Attendee === undefined) throw new Error('no attendee came back');
  return { Meeting: meeting, Attendee };
}

export type Guest = { readonly id: string; readonly client: SyntheticClient };

export async function enter(
  service: AudioService,
  meeting: Meeting,
  options: JoinOptions & { capabilities?: AttendeeCapabilities } = {},
): Promise<Guest> {
  const pass = await takeSeat(service, meeting, unusedName('guest'), options.capabilities);
  return { id: pass.Attendee.AttendeeId ?? '', client: await joinAudio(pass, options) };
}

export async function allow(service: AudioService, meeting: Meeting, id: string, Capabilities: AttendeeCapabilities) {
  const { MeetingId } = meeting;
  await service.client.send(new UpdateAttendeeCapabilitiesCommand({ MeetingId, AttendeeId: id, Capabilities }));
}

/** Lets sound flow for a while, before something is said about what was not heard. */
export const listenFor = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
