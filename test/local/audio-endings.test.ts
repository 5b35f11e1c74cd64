import { DeleteAttendeeCommand, DeleteMeetingCommand, GetMeetingCommand } from '@aws-sdk/client-chime-sdk-meetings';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { joinAudio, waitUntil } from '../synthetic-client.ts';
import { enter, mayListen, openMeeting, takeSeat, unusedName } from './audio-room.ts';
import { type AudioService, startAudioService } from './audio-service.ts';

let service: AudioService;
beforeEach(async () => {
  service = await startAudioService();
});
afterEach(() => service.close());

const minutes = (count: number) => count * 60_000;
const isAlive = async (MeetingId: string | undefined) =>
  service.client.send(new GetMeetingCommand({ MeetingId })).then(
    () => true,
    (error: Error) => {
      if (error.name === 'NotFoundException') return false;
      throw error;
    },
  );

describe('how a stay ends', () => {
  test('a deleted attendee is out at once and refused for ever', async () => {
    const meeting = await openMeeting(service);
    const pass = await takeSeat(service, meeting, 'removed');
    const client = await joinAudio(pass);
    const { AttendeeId } = pass.Attendee;
    await service.client.send(new DeleteAttendeeCommand({ MeetingId: meeting.MeetingId, AttendeeId }));
    expect(await client.ended).toBe('AudioAttendeeRemoved');
    await expect(joinAudio(pass)).rejects.toThrow('SignalingBadRequest');
    const again = await takeSeat(service, meeting, 'removed');
    expect(again.Attendee.AttendeeId).not.toBe(AttendeeId);
    await expect(joinAudio(pass)).rejects.toThrow('SignalingBadRequest');
  });

  test('a guessed token is refused', async () => {
    const meeting = await openMeeting(service);
    const { Attendee } = await takeSeat(service, meeting, 'guest');
    const guess = joinAudio({ Meeting: meeting, Attendee: { ...Attendee, JoinToken: 'guessed' } });
    await expect(guess).rejects.toThrow('SignalingBadRequest');
  });

  test('a token opens its own meeting only', async () => {
    const [one, other] = [await openMeeting(service), await openMeeting(service)];
    const { Attendee } = await takeSeat(service, one, 'guest');
    await expect(joinAudio({ Meeting: other, Attendee })).rejects.toThrow('SignalingBadRequest');
  });

  test('a second connection with one seat throws out the first', async () => {
    const meeting = await openMeeting(service);
    const pass = await takeSeat(service, meeting, 'ann');
    const bob = await enter(service, meeting);
    const first = await joinAudio(pass, { toneHertz: 440 });
    const second = await joinAudio(pass, { toneHertz: 1000 });
    expect(await first.ended).toBe('AudioJoinedFromAnotherDevice');
    await bob.client.waitToHear(1000);
    await bob.client.waitForSilence(440);
    expect(bob.client.roster()).toHaveLength(2);
    second.leave();
    await waitUntil(() => bob.client.roster().length === 1, 'for the roster to shrink');
  });

  test('a client whose socket broke comes back by itself and is heard again', async () => {
    const meeting = await openMeeting(service);
    const ann = await enter(service, meeting, { toneHertz: 440 });
    const bob = await enter(service, meeting);
    await bob.client.waitToHear(440);
    expect(service.audio.drop(ann.id)).toBe(true);
    expect(service.audio.drop('nobody')).toBe(false);
    await bob.client.waitForSilence(440);
    await waitUntil(() => ann.client.reconnections() === 1, 'for the reconnection');
    await bob.client.waitToHear(440);
  });

  test('deleting the stage ends everybody on it and in its audiences within 2 seconds', async () => {
    const stage = await openMeeting(service);
    const audience = await openMeeting(service, stage.MeetingId);
    const pass = await takeSeat(service, stage, 'ann');
    const guests = [
      await joinAudio(pass),
      (await enter(service, stage)).client,
      (await enter(service, audience, { capabilities: mayListen })).client,
    ];
    const askedAt = performance.now();
    await service.client.send(new DeleteMeetingCommand({ MeetingId: stage.MeetingId }));
    expect(await Promise.all(guests.map((guest) => guest.ended))).toEqual(guests.map(() => 'MeetingEnded'));
    expect(performance.now() - askedAt).toBeLessThan(2000);
    expect(await isAlive(audience.MeetingId)).toBe(false);
    expect(service.audio.idle()).toBe(true);
    await expect(joinAudio(pass)).rejects.toThrow('MeetingEnded');
  });

  test('one audio stream too many is told that the call is full', async () => {
    await service.close();
    service = await startAudioService({ limits: { audioStreamsPerMeeting: 1 } });
    const meeting = await openMeeting(service);
    await enter(service, meeting);
    await expect(enter(service, meeting)).rejects.toThrow('AudioCallAtCapacity');
  });
});

describe('how a meeting ends', () => {
  test('a stage without sound for 5 minutes ends, and its audience with it', async () => {
    const stage = await openMeeting(service);
    const audience = await openMeeting(service, stage.MeetingId);
    await service.clock.advance(minutes(5) - 1);
    expect(await isAlive(stage.MeetingId)).toBe(true);
    await service.clock.advance(1);
    expect([await isAlive(stage.MeetingId), await isAlive(audience.MeetingId)]).toEqual([false, false]);
  });

  test('a listener in the audience does not keep the stage alive', async () => {
    const stage = await openMeeting(service);
    const audience = await openMeeting(service, stage.MeetingId);
    const listener = await enter(service, audience, { capabilities: mayListen });
    await service.clock.advance(minutes(5));
    expect(await listener.client.ended).toBe('MeetingEnded');
    expect(await isAlive(stage.MeetingId)).toBe(false);
  });

  test('one speaker keeps the stage alive, and its 5 minutes start when the last one is gone', async () => {
    const stage = await openMeeting(service);
    const host = await enter(service, stage);
    await service.clock.advance(minutes(60));
    expect(await isAlive(stage.MeetingId)).toBe(true);
    host.client.leave();
    await waitUntil(() => service.audio.idle(), 'for the host to be gone');
    await service.clock.advance(minutes(4));
    expect(await isAlive(stage.MeetingId)).toBe(true);
    await service.clock.advance(minutes(1));
    expect(await isAlive(stage.MeetingId)).toBe(false);
  });

  test('a promoted listener keeps the stage alive', async () => {
    const stage = await openMeeting(service);
    const audience = await openMeeting(service, stage.MeetingId);
    const listener = await enter(service, audience, { capabilities: mayListen });
    const { Attendee } = await takeSeat(service, stage, unusedName('speaker'));
    await listener.client.promote(Attendee);
    await service.clock.advance(minutes(6));
    expect(await isAlive(stage.MeetingId)).toBe(true);
  });

  test('a meeting is over after 24 hours even while people speak', async () => {
    const meeting = await openMeeting(service);
    const ann = await enter(service, meeting, { toneHertz: 440 });
    await service.clock.advance(minutes(24 * 60));
    expect(await ann.client.ended).toBe('MeetingEnded');
  });
});
