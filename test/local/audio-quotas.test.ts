import {
  BatchCreateAttendeeCommand,
  CreateAttendeeCommand,
  CreateMeetingCommand,
  DeleteAttendeeCommand,
  GetMeetingCommand,
  type Meeting,
} from '@aws-sdk/client-chime-sdk-meetings';
import { afterEach, describe, expect, test } from 'vitest';
import type { Limits } from '../../local/audio/limits.ts';
import { openMeeting, takeSeat, unusedName } from './audio-room.ts';
import { type AudioService, startAudioService } from './audio-service.ts';

let service: AudioService;
const start = async (limits: Partial<Limits> = {}) => {
  service = await startAudioService({ limits });
};
afterEach(() => service.close());

const fill = (meeting: Meeting, count: number) =>
  service.client.send(
    new BatchCreateAttendeeCommand({
      MeetingId: meeting.MeetingId,
      Attendees: Array.from({ length: count }, () => ({ ExternalUserId: unusedName('seat') })),
    }),
  );
const tooMuch = { name: 'LimitExceededException' };

describe('the quotas of the audio service', () => {
  test('a meeting has 250 seats, counted as made and not as taken, until one is deleted', async () => {
    await start();
    const meeting = await openMeeting(service);
    const { Attendees } = await fill(meeting, 100);
    await fill(meeting, 100);
    const last = await fill(meeting, 51);
    expect([last.Attendees?.length, last.Errors?.length]).toEqual([50, 1]);
    expect(last.Errors?.[0]).toMatchObject({ ErrorCode: 'LimitExceeded' });
    await expect(takeSeat(service, meeting, 'one-more')).rejects.toMatchObject(tooMuch);
    const { MeetingId } = meeting;
    const AttendeeId = Attendees?.[0]?.AttendeeId;
    await service.client.send(new DeleteAttendeeCommand({ MeetingId, AttendeeId }));
    await takeSeat(service, meeting, 'one-more');
  });

  test('a meeting made for fewer people has so many seats', async () => {
    await start();
    const { Meeting } = await service.client.send(
      new CreateMeetingCommand({
        ClientRequestToken: unusedName('token'),
        MediaRegion: 'us-east-1',
        ExternalMeetingId: 'small',
        MeetingFeatures: { Attendee: { MaxCount: 1 } },
      }),
    );
    const seat = (ExternalUserId: string) =>
      new CreateAttendeeCommand({ MeetingId: Meeting?.MeetingId, ExternalUserId });
    await service.client.send(seat('ann'));
    await service.client.send(seat('ann'));
    await expect(service.client.send(seat('bob'))).rejects.toMatchObject(tooMuch);
  });

  test('a stage has 4 audiences, or as many as the account was given', async () => {
    await start();
    const stage = await openMeeting(service);
    for (let replica = 0; replica < 4; replica += 1) await openMeeting(service, stage.MeetingId);
    await expect(openMeeting(service, stage.MeetingId)).rejects.toMatchObject(tooMuch);
    await service.close();
    await start({ replicasPerPrimary: 5 });
    const bigger = await openMeeting(service);
    for (let replica = 0; replica < 5; replica += 1) await openMeeting(service, bigger.MeetingId);
  });

  test('an account has so many meetings at a time', async () => {
    await start({ concurrentMeetings: 2 });
    await openMeeting(service);
    await openMeeting(service);
    await expect(openMeeting(service)).rejects.toMatchObject(tooMuch);
  });

  test('an operation takes a burst of 20 and then 10 a second, each by itself, on the virtual clock', async () => {
    await start();
    const { MeetingId } = await openMeeting(service);
    const read = () => service.client.send(new GetMeetingCommand({ MeetingId }));
    const taken = async (calls: number) => {
      const answers = await Promise.allSettled(Array.from({ length: calls }, read));
      for (const answer of answers) {
        if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ name: 'ThrottlingException' });
      }
      return answers.filter(({ status }) => status === 'fulfilled').length;
    };
    expect(await taken(30)).toBe(20);
    await openMeeting(service);
    await service.clock.advance(1000);
    expect(await taken(30)).toBe(10);
    await service.clock.advance(60_000);
    expect(await taken(30)).toBe(20);
    const throttled = await read().catch((error: { $metadata?: { httpStatusCode?: number } }) => error);
    expect(throttled.$metadata?.httpStatusCode).toBe(429);
  });
});
