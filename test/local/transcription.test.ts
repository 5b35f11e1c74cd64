import {
  DeleteMeetingCommand,
  type Meeting,
  StartMeetingTranscriptionCommand,
  StopMeetingTranscriptionCommand,
  type TranscriptionConfiguration,
} from '@aws-sdk/client-chime-sdk-meetings';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { waitUntil } from '../synthetic-client.ts';
import { allow, enter, mayListen, maySpeak, openMeeting, takeSeat } from './audio-room.ts';
import { type AudioService, startAudioService } from './audio-service.ts';

let service: AudioService;
let meeting: Meeting;
beforeEach(async () => {
  service = await startAudioService();
  meeting = await openMeeting(service);
});
afterEach(() => service.close());

const english = { EngineTranscribeSettings: { LanguageCode: 'en-US', Region: 'auto' } } as const;
const start = ({ MeetingId }: Meeting, TranscriptionConfiguration: TranscriptionConfiguration = english) =>
  service.client.send(new StartMeetingTranscriptionCommand({ MeetingId, TranscriptionConfiguration }));
const stop = ({ MeetingId }: Meeting) => service.client.send(new StopMeetingTranscriptionCommand({ MeetingId }));
const told = () =>
  service.events.flatMap(({ detail }) => (String(detail['eventType']).includes('Transcription') ? [detail] : []));
/** Settings that the SDK's types do not let through. */
const wrong = (settings: object) => toConfiguration({ EngineTranscribeSettings: settings });

describe('the calls', () => {
  test('starting and stopping tell the bus, with region and configuration', async () => {
    await start(meeting);
    await stop(meeting);
    expect(told()).toMatchObject([
      {
        eventType: 'chime:TranscriptionStarted',
        meetingId: meeting.MeetingId,
        externalMeetingId: meeting.ExternalMeetingId,
        transcriptionRegion: 'us-east-1',
        transcriptionConfiguration: JSON.stringify(english),
      },
      { eventType: 'chime:TranscriptionStopped' },
    ]);
  });

  test('starting again sets the language anew, and stopping what does not run tells nothing', async () => {
    await start(meeting);
    await start(meeting, { EngineTranscribeSettings: { LanguageCode: 'de-DE' } });
    expect(service.audio.snapshot()).toMatchObject({ meetings: [{ transcribedIn: 'de-DE' }] });
    await stop(meeting);
    await stop(meeting);
    expect(told().map(({ eventType }) => eventType)).toEqual([
      'chime:TranscriptionStarted',
      'chime:TranscriptionStarted',
      'chime:TranscriptionStopped',
    ]);
  });

  test.each([
    ['LanguageCode', wrong({ LanguageCode: 'tlh' })],
    ['LanguageCode', wrong({ Region: 'auto' })],
    ['Region', wrong({ LanguageCode: 'en-US', Region: 'the moon' })],
    ['EngineTranscribeSettings', {}],
  ])('a wrong %s is refused by name', async (field, configuration) => {
    await expect(start(meeting, configuration)).rejects.toMatchObject({
      name: 'BadRequestException',
      message: expect.stringContaining(field),
    });
    expect(told()).toEqual([]);
  });

  test('what is not kept is refused by name', async () => {
    const filtered = { EngineTranscribeSettings: { LanguageCode: 'en-US', VocabularyFilterName: 'x' } } as const;
    await expect(start(meeting, filtered)).rejects.toThrow('VocabularyFilterName');
    const medical = { EngineTranscribeMedicalSettings: { LanguageCode: 'en-US' } };
    await expect(start(meeting, toConfiguration(medical))).rejects.toThrow('EngineTranscribeMedicalSettings');
  });

  test('a meeting that is over, and a replica, are not transcribed', async () => {
    const replica = await openMeeting(service, meeting.MeetingId);
    await expect(start(replica)).rejects.toMatchObject({ name: 'BadRequestException' });
    await service.client.send(new DeleteMeetingCommand({ MeetingId: meeting.MeetingId }));
    await expect(start(meeting)).rejects.toMatchObject({ name: 'NotFoundException' });
    await expect(stop(meeting)).rejects.toMatchObject({ name: 'NotFoundException' });
  });
});

describe('the lines', { timeout: 20_000 }, () => {
  test('reach everybody who hears the speaker, the audience of a replica too, first in part and then whole', async () => {
    const replica = await openMeeting(service, meeting.MeetingId);
    const ann = await enter(service, meeting, { toneHertz: 0 });
    const bob = await enter(service, replica, { capabilities: mayListen });
    await start(meeting);
    await waitUntil(bob.client.isCaptioned, 'for the beginning to be told');
    expect(service.audio.say(ann.id, 'good evening  everybody')).toBe(true);
    await waitUntil(() => bob.client.captions().length === 2, 'for the line');
    expect(bob.client.captions()).toMatchObject([
      { text: 'good evening', isPartial: true, attendeeId: ann.id },
      { text: 'good evening everybody', isPartial: false, attendeeId: ann.id },
    ]);
    expect(ann.client.captions()).toEqual(bob.client.captions());
    await stop(meeting);
    await waitUntil(() => !bob.client.isCaptioned(), 'for the end to be told');
    expect(service.audio.say(ann.id, 'more')).toBe(false);
  });

  test('are written of whoever is heard: not of the muted, of listeners, or before anybody asked for it', async () => {
    const replica = await openMeeting(service, meeting.MeetingId);
    const ann = await enter(service, meeting, { toneHertz: 0 });
    const bob = await enter(service, replica, { capabilities: mayListen });
    expect(service.audio.say(ann.id, 'too early')).toBe(false);
    await start(meeting);
    expect(service.audio.say(bob.id, 'from the audience')).toBe(false);
    await allow(service, meeting, ann.id, mayListen);
    expect(service.audio.say(ann.id, 'muted by a host')).toBe(false);
    await allow(service, meeting, ann.id, maySpeak);
    expect(service.audio.say('nobody', 'hello')).toBeUndefined();
    expect(service.audio.say(ann.id, 'heard')).toBe(true);
    await waitUntil(() => bob.client.captions().length > 0, 'for the line');
    expect(bob.client.captions().map(({ text }) => text)).toEqual(['heard']);
  });

  test('of a promoted listener bear the name they have on stage', async () => {
    const replica = await openMeeting(service, meeting.MeetingId);
    const bob = await enter(service, replica, { toneHertz: 0, capabilities: mayListen });
    const { Attendee: stage } = await takeSeat(service, meeting, 's.7.1');
    const { AttendeeId = '', ExternalUserId = '', JoinToken = '' } = stage;
    expect(await bob.client.promote({ AttendeeId, ExternalUserId, JoinToken })).toBe(true);
    await start(meeting);
    expect(service.audio.say(AttendeeId, 'hello')).toBe(true);
    await waitUntil(() => bob.client.captions().length > 0, 'for the line');
    expect(bob.client.captions()).toMatchObject([{ attendeeId: AttendeeId, externalUserId: 's.7.1' }]);
  });

  test('cannot be forged by a client: the topic is not open to them', async () => {
    const ann = await enter(service, meeting, { toneHertz: 0 });
    const eve = await enter(service, meeting, { toneHertz: 0 });
    eve.client.say('aws:chime:transcription', 'forged');
    eve.client.say('wave', 'after it');
    await waitUntil(() => ann.client.messages().length > 0, 'for the message after it');
    expect(ann.client.messages().map(({ topic }) => topic)).toEqual(['wave']);
  });
});

const toConfiguration = (value: object) => value as TranscriptionConfiguration;
