import {
  BatchCreateAttendeeCommand,
  BatchUpdateAttendeeCapabilitiesExceptCommand,
  CreateAttendeeCommand,
  CreateMeetingCommand,
  type CreateMeetingCommandInput,
  DeleteAttendeeCommand,
  DeleteMeetingCommand,
  GetAttendeeCommand,
  GetMeetingCommand,
  ListAttendeesCommand,
  ListTagsForResourceCommand,
  paginateListAttendees,
  UpdateAttendeeCapabilitiesCommand,
} from '@aws-sdk/client-chime-sdk-meetings';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { mayListen, maySpeak, noVideo, openMeeting, takeSeat, unusedName } from './audio-room.ts';
import { type AudioService, startAudioService } from './audio-service.ts';

let service: AudioService;
beforeEach(async () => {
  service = await startAudioService();
});
afterEach(() => service.close());

const wanted = (more: Partial<CreateMeetingCommandInput> = {}): CreateMeetingCommandInput => ({
  ClientRequestToken: unusedName('token'),
  MediaRegion: 'us-east-1',
  ExternalMeetingId: 'room',
  ...more,
});
const create = (input: CreateMeetingCommandInput) => service.client.send(new CreateMeetingCommand(input));
const nobody = '00000000-0000-4000-8000-000000000000';

describe('meetings', () => {
  test('a meeting comes back whole and can be read again', async () => {
    const { Meeting } = await create(wanted({ MeetingFeatures: noVideo }));
    expect(Meeting).toMatchObject({ ExternalMeetingId: 'room', MediaRegion: 'us-east-1', MeetingFeatures: noVideo });
    expect(Meeting?.MeetingArn).toBe(`arn:aws:chime:us-east-1:000000000000:meeting/${Meeting?.MeetingId}`);
    expect(Meeting?.MediaPlacement?.SignalingUrl).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/media\/control\//);
    const read = await service.client.send(new GetMeetingCommand({ MeetingId: Meeting?.MeetingId }));
    expect(read.Meeting).toEqual(Meeting);
  });

  test('twenty starts with one token make one meeting', async () => {
    const input = wanted();
    const answers = await Promise.all(Array.from({ length: 20 }, () => create(input)));
    expect(new Set(answers.map(({ Meeting }) => Meeting?.MeetingId)).size).toBe(1);
  });

  test('one token with other parameters is a conflict', async () => {
    const input = wanted();
    await create(input);
    await expect(create({ ...input, ExternalMeetingId: 'other' })).rejects.toMatchObject({ name: 'ConflictException' });
  });

  test.each([
    ['ExternalMeetingId', { ExternalMeetingId: 'x' }],
    ['ExternalMeetingId', { ExternalMeetingId: 'x'.repeat(65) }],
    ['ExternalMeetingId', { ExternalMeetingId: 'aws:room' }],
    ['ExternalMeetingId', { ExternalMeetingId: 'room*' }],
    ['ClientRequestToken', { ClientRequestToken: 'x' }],
    ['MediaRegion', { MediaRegion: 'the moon' }],
    ['MaxCount', { MeetingFeatures: { Attendee: { MaxCount: 251 } } }],
    ['PrimaryMeetingId', { PrimaryMeetingId: 'x' }],
  ])('a wrong %s is refused by name: %j', async (field, wrong) => {
    const refused = create(wanted(wrong));
    await expect(refused).rejects.toMatchObject({
      name: 'BadRequestException',
      message: expect.stringContaining(field),
    });
  });

  test('a deleted meeting is gone for every call', async () => {
    const { MeetingId } = await openMeeting(service);
    await service.client.send(new DeleteMeetingCommand({ MeetingId }));
    const gone = { name: 'NotFoundException' };
    await expect(service.client.send(new GetMeetingCommand({ MeetingId }))).rejects.toMatchObject(gone);
    await expect(service.client.send(new DeleteMeetingCommand({ MeetingId }))).rejects.toMatchObject(gone);
    const seat = new CreateAttendeeCommand({ MeetingId, ExternalUserId: 'ann' });
    await expect(service.client.send(seat)).rejects.toMatchObject(gone);
  });

  test('a replica of a replica is refused', async () => {
    const replica = await openMeeting(service, (await openMeeting(service)).MeetingId);
    await expect(openMeeting(service, replica.MeetingId)).rejects.toMatchObject({ name: 'BadRequestException' });
    await expect(openMeeting(service, nobody)).rejects.toMatchObject({ name: 'NotFoundException' });
  });

  test('calls and parameters that are not kept are refused by name', async () => {
    const { MeetingId } = await openMeeting(service);
    const tags = new ListTagsForResourceCommand({ ResourceARN: `arn:aws:chime::000000000000:meeting/${MeetingId}` });
    await expect(service.client.send(tags)).rejects.toThrow('ListTagsForResource');
    await expect(create(wanted({ TenantIds: ['x'] }))).rejects.toThrow('TenantIds');
  });
});

describe('seats', () => {
  test('a seat has the default capabilities of a room without video', async () => {
    const { MeetingId } = await openMeeting(service);
    const command = new CreateAttendeeCommand({ MeetingId, ExternalUserId: 'ann' });
    const { Attendee } = await service.client.send(command);
    expect(Attendee).toMatchObject({ ExternalUserId: 'ann', Capabilities: maySpeak });
    expect(Attendee?.JoinToken?.length).toBeGreaterThan(40);
    const read = new GetAttendeeCommand({ MeetingId, AttendeeId: Attendee?.AttendeeId });
    expect((await service.client.send(read)).Attendee).toEqual(Attendee);
  });

  test('asking twice for one person answers the same seat', async () => {
    const meeting = await openMeeting(service);
    const one = await takeSeat(service, meeting, 'ann');
    const again = await takeSeat(service, meeting, 'ann', mayListen);
    expect(again.Attendee).toEqual(one.Attendee);
  });

  test('video in a room without video is refused by name', async () => {
    const meeting = await openMeeting(service);
    const seat = takeSeat(service, meeting, 'ann', { ...maySpeak, Video: 'SendReceive' });
    await expect(seat).rejects.toMatchObject({
      name: 'BadRequestException',
      message: expect.stringContaining('Video'),
    });
  });

  test('a hundred seats in one call, and no more', async () => {
    const { MeetingId } = await openMeeting(service);
    const batch = (count: number) =>
      new BatchCreateAttendeeCommand({
        MeetingId,
        Attendees: Array.from({ length: count }, (_, seat) => ({
          ExternalUserId: `a.${seat}`,
          Capabilities: mayListen,
        })),
      });
    await expect(service.client.send(batch(101))).rejects.toMatchObject({ name: 'BadRequestException' });
    const { Attendees, Errors } = await service.client.send(batch(100));
    expect([Attendees?.length, Errors?.length]).toEqual([100, 0]);
    expect(Attendees?.[99]).toMatchObject({ ExternalUserId: 'a.99', Capabilities: mayListen });
  });

  test('the list of seats comes in pages without gaps, also when seats go meanwhile', async () => {
    const meeting = await openMeeting(service);
    const { MeetingId } = meeting;
    for (const name of ['ann', 'bob', 'cat', 'dan', 'eve']) await takeSeat(service, meeting, name);
    const names: (string | undefined)[] = [];
    const pages = paginateListAttendees({ client: service.client, pageSize: 2 }, { MeetingId });
    for await (const { Attendees = [] } of pages) {
      names.push(...Attendees.map(({ ExternalUserId }) => ExternalUserId));
      const AttendeeId = Attendees[0]?.AttendeeId;
      await service.client.send(new DeleteAttendeeCommand({ MeetingId, AttendeeId }));
    }
    expect(names).toEqual(['ann', 'bob', 'cat', 'dan', 'eve']);
    for (const MaxResults of [0, 101]) {
      const list = service.client.send(new ListAttendeesCommand({ MeetingId, MaxResults }));
      await expect(list).rejects.toMatchObject({ name: 'BadRequestException' });
    }
  });

  test('capabilities change for one, or for all but the excluded', async () => {
    const meeting = await openMeeting(service);
    const { MeetingId } = meeting;
    const [host, bob] = [await takeSeat(service, meeting, 'host'), await takeSeat(service, meeting, 'bob')];
    const ExcludedAttendeeIds = [{ AttendeeId: host.Attendee.AttendeeId }];
    await service.client.send(
      new BatchUpdateAttendeeCapabilitiesExceptCommand({ MeetingId, ExcludedAttendeeIds, Capabilities: mayListen }),
    );
    const { Attendees } = await service.client.send(new ListAttendeesCommand({ MeetingId }));
    expect(Attendees?.map(({ Capabilities }) => Capabilities?.Audio)).toEqual(['SendReceive', 'Receive']);
    const { AttendeeId } = bob.Attendee;
    const update = new UpdateAttendeeCapabilitiesCommand({ MeetingId, AttendeeId, Capabilities: maySpeak });
    expect((await service.client.send(update)).Attendee?.Capabilities).toEqual(maySpeak);
    const tooMany = Array.from({ length: 251 }, () => ({ AttendeeId: nobody }));
    const refused = new BatchUpdateAttendeeCapabilitiesExceptCommand({
      MeetingId,
      ExcludedAttendeeIds: tooMany,
      Capabilities: mayListen,
    });
    await expect(service.client.send(refused)).rejects.toMatchObject({ name: 'BadRequestException' });
  });
});
