import { BatchUpdateAttendeeCapabilitiesExceptCommand } from '@aws-sdk/client-chime-sdk-meetings';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { waitUntil } from '../synthetic-client.ts';
import { allow, enter, listenFor, mayListen, maySpeak, openMeeting } from './audio-room.ts';
import { type AudioService, startAudioService } from './audio-service.ts';

let service: AudioService;
beforeEach(async () => {
  service = await startAudioService();
});
afterEach(() => service.close());

// A tone arrives with 0.3; gaps on a busy machine smear a little of it over other frequencies.
const silent = 0.06;
const loud = 0.15;

describe('sound in a meeting', () => {
  test('a tone is heard at its frequency, and only there, and not by the one who sends it', async () => {
    const meeting = await openMeeting(service);
    const ann = await enter(service, meeting, { toneHertz: 440 });
    const bob = await enter(service, meeting, { toneHertz: 0 });
    const hearsPureTone = () => bob.client.hears(440) > loud && bob.client.hears(700) < silent;
    await waitUntil(hearsPureTone, 'to hear one pure tone');
    expect(ann.client.loudness()).toBeLessThan(silent);
  });

  test('each of three speakers hears the two others and not itself', async () => {
    const meeting = await openMeeting(service);
    const tones = [440, 1000, 1700];
    const speakers = await Promise.all(tones.map((toneHertz) => enter(service, meeting, { toneHertz })));
    for (const [index, { client }] of speakers.entries()) {
      const isRight = (hertz: number, other: number) =>
        other === index ? client.hears(hertz) < silent : client.hears(hertz) > loud;
      await waitUntil(() => tones.every(isRight), 'to hear both others and not itself');
    }
  });

  test('packets come 50 times a second also when nobody speaks', async () => {
    const meeting = await openMeeting(service);
    const ann = await enter(service, meeting);
    await waitUntil(() => ann.client.packets(800) >= 38, 'for 50 packets a second');
    expect(ann.client.packets(800)).toBeLessThan(50);
    expect(ann.client.loudness()).toBe(0);
  });

  test('who may only receive is heard by nobody, however loud the client sends', async () => {
    const meeting = await openMeeting(service);
    const bob = await enter(service, meeting);
    const ann = await enter(service, meeting, { toneHertz: 440, capabilities: mayListen });
    await listenFor(700);
    expect(bob.client.loudness(600)).toBe(0);
    expect(bob.client.roster().find(({ attendeeId }) => attendeeId === ann.id)?.isMuted).toBe(true);
  });

  test('a capability taken away silences within a second and one given back is heard again', async () => {
    const meeting = await openMeeting(service);
    const ann = await enter(service, meeting, { toneHertz: 440 });
    const bob = await enter(service, meeting);
    await bob.client.waitToHear(440);
    await allow(service, meeting, ann.id, mayListen);
    expect(await bob.client.waitForSilence(440)).toBeLessThan(1000);
    await allow(service, meeting, ann.id, maySpeak);
    expect(await bob.client.waitToHear(440)).toBeLessThan(1000);
  });

  test('who may not receive hears nothing', async () => {
    const meeting = await openMeeting(service);
    await enter(service, meeting, { toneHertz: 440 });
    const bob = await enter(service, meeting, { capabilities: { Audio: 'Send', Video: 'None', Content: 'None' } });
    await listenFor(500);
    expect(bob.client.packets(400)).toBe(0);
  });

  test('a client that mutes itself is silent and shown as muted until it unmutes', async () => {
    const meeting = await openMeeting(service);
    const ann = await enter(service, meeting, { toneHertz: 440, isMuted: true });
    const bob = await enter(service, meeting);
    const isMuted = () => bob.client.roster().find(({ attendeeId }) => attendeeId === ann.id)?.isMuted;
    expect(isMuted()).toBe(true);
    ann.client.unmute();
    await bob.client.waitToHear(440);
    expect(isMuted()).toBe(false);
    ann.client.mute();
    await bob.client.waitForSilence(440);
    expect(isMuted()).toBe(true);
  });

  test('muting everybody but the host leaves only the host to be heard', async () => {
    const meeting = await openMeeting(service);
    const host = await enter(service, meeting, { toneHertz: 440 });
    await enter(service, meeting, { toneHertz: 1000 });
    const bob = await enter(service, meeting);
    await bob.client.waitToHear(1000);
    await service.client.send(
      new BatchUpdateAttendeeCapabilitiesExceptCommand({
        MeetingId: meeting.MeetingId,
        ExcludedAttendeeIds: [{ AttendeeId: host.id }],
        Capabilities: mayListen,
      }),
    );
    await bob.client.waitForSilence(1000);
    await bob.client.waitToHear(440);
  });

  test('a message of one client reaches all others under its sender, and not itself', async () => {
    const meeting = await openMeeting(service);
    const ann = await enter(service, meeting);
    const bob = await enter(service, meeting);
    ann.client.say('bad topic!', 'nobody reads this');
    ann.client.say('wave', 'hello');
    await waitUntil(() => bob.client.messages().length > 0, 'for the message');
    const from = bob.client.roster().find(({ attendeeId }) => attendeeId === ann.id)?.externalUserId;
    expect(bob.client.messages()).toEqual([{ topic: 'wave', text: 'hello', from }]);
    expect(ann.client.messages()).toEqual([]);
  });

  test('two meetings do not hear each other', async () => {
    const [one, other] = [await openMeeting(service), await openMeeting(service)];
    await enter(service, one, { toneHertz: 440 });
    const bob = await enter(service, other);
    await listenFor(500);
    expect(bob.client.loudness(400)).toBe(0);
  });
});
