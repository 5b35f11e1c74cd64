import { DeleteAttendeeCommand, type Meeting } from '@aws-sdk/client-chime-sdk-meetings';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { joinAudio, waitUntil } from '../synthetic-client.ts';
import { allow, enter, listenFor, mayListen, openMeeting, takeSeat, unusedName } from './audio-room.ts';
import { type AudioService, startAudioService } from './audio-service.ts';

let service: AudioService;
beforeEach(async () => {
  service = await startAudioService();
});
afterEach(() => service.close());

const loud = 0.15;

async function openStageAndAudience() {
  const stage = await openMeeting(service);
  const audience = await openMeeting(service, stage.MeetingId);
  const host = await enter(service, stage, { toneHertz: 440 });
  const listener = await enter(service, audience, { toneHertz: 1000, capabilities: mayListen });
  return { stage, audience, host, listener };
}

const stageSeat = async (stage: Meeting) => (await takeSeat(service, stage, unusedName('speaker'))).Attendee;

const remove = (meeting: Meeting, AttendeeId: string | undefined) =>
  service.client.send(new DeleteAttendeeCommand({ MeetingId: meeting.MeetingId, AttendeeId }));

describe('a stage and its audience', () => {
  test('the audience hears the stage and is neither heard nor seen there', async () => {
    const { host, listener } = await openStageAndAudience();
    await listener.client.waitToHear(440);
    await listenFor(300);
    expect(host.client.loudness()).toBe(0);
    const ids = (guest: typeof host) => guest.client.roster().map(({ attendeeId }) => attendeeId);
    expect(ids(host)).toEqual([host.id]);
    expect(ids(listener).sort()).toEqual([host.id, listener.id].sort());
  });

  test('a listener reads messages of the stage, and its own reach nobody', async () => {
    const { host, listener } = await openStageAndAudience();
    listener.client.say('wave', 'let me up');
    host.client.say('wave', 'welcome');
    await waitUntil(() => listener.client.messages().length > 0, 'for the message');
    await listenFor(200);
    expect(host.client.messages()).toEqual([]);
  });

  test('a listener with send capability in the audience is still not heard', async () => {
    const { audience, host } = await openStageAndAudience();
    await enter(service, audience, { toneHertz: 1700 });
    await listenFor(500);
    expect(host.client.loudness()).toBe(0);
  });

  test('a promoted listener is heard by stage and audience within a second, and hears the stage without itself', async () => {
    const { stage, audience, host, listener } = await openStageAndAudience();
    const other = await enter(service, audience, { capabilities: mayListen });
    const seat = await stageSeat(stage);
    expect(await listener.client.promote(seat)).toBe(true);
    expect(await host.client.waitToHear(1000)).toBeLessThan(1000);
    await other.client.waitToHear(1000);
    const hearsOnlyHost = () => listener.client.hears(440) > loud && listener.client.hears(1000) < 0.06;
    await waitUntil(hearsOnlyHost, 'to hear the host and not itself');
    expect(host.client.roster().map(({ attendeeId }) => attendeeId)).toContain(seat.AttendeeId);
    other.client.leave();
  });

  test('a listener who asks before its sound is up is promoted when it is', async () => {
    const { stage, audience, host } = await openStageAndAudience();
    const seat = await stageSeat(stage);
    await enter(service, audience, { toneHertz: 1700, capabilities: mayListen, stage: seat });
    await host.client.waitToHear(1700);
    expect(host.client.roster().map(({ attendeeId }) => attendeeId)).toContain(seat.AttendeeId);
  });

  test('a promotion with a seat that may only receive is not heard until the seat may send', async () => {
    const { stage, host, listener } = await openStageAndAudience();
    const { Attendee } = await takeSeat(service, stage, unusedName('muted'), mayListen);
    expect(await listener.client.promote(Attendee)).toBe(true);
    await listenFor(500);
    expect(host.client.loudness()).toBe(0);
    await allow(service, stage, Attendee.AttendeeId ?? '', { Audio: 'SendReceive', Video: 'None', Content: 'None' });
    await host.client.waitToHear(1000);
  });

  test('a promotion with a credential that is not the stage’s is refused', async () => {
    const { audience, listener } = await openStageAndAudience();
    const { Attendee } = await takeSeat(service, audience, unusedName('seat'));
    expect(await listener.client.promote(Attendee)).toBe(false);
    expect(await listener.client.promote({ JoinToken: 'guessed' })).toBe(false);
  });

  test('deleting the stage seat sends a promoted listener back to listening', async () => {
    const { stage, host, listener } = await openStageAndAudience();
    const seat = await stageSeat(stage);
    await listener.client.promote(seat);
    await host.client.waitToHear(1000);
    await remove(stage, seat.AttendeeId);
    expect(await host.client.waitForSilence(1000)).toBeLessThan(1000);
    expect(listener.client.demotions()).toBe(1);
    await listener.client.waitToHear(440);
    expect(await listener.client.promote(seat)).toBe(false);
    expect(host.client.roster().map(({ attendeeId }) => attendeeId)).toEqual([host.id]);
  });

  test('a listener that demotes itself is silent on stage and may come up again with the same seat', async () => {
    const { stage, host, listener } = await openStageAndAudience();
    const seat = await stageSeat(stage);
    await listener.client.promote(seat);
    await host.client.waitToHear(1000);
    listener.client.demote();
    await host.client.waitForSilence(1000);
    expect(await listener.client.promote(seat)).toBe(true);
    await host.client.waitToHear(1000);
  });

  test('a broken socket demotes', async () => {
    const { stage, host, listener } = await openStageAndAudience();
    await listener.client.promote(await stageSeat(stage));
    await host.client.waitToHear(1000);
    listener.client.dropSocket();
    await host.client.waitForSilence(1000);
    await waitUntil(() => listener.client.reconnections() === 1, 'for the listener to be back');
    await listener.client.waitToHear(440);
    expect(host.client.loudness()).toBeLessThan(0.01);
  });

  test('a stage seat has one voice: a second promotion with it takes the place of the first', async () => {
    const { stage, audience, host, listener } = await openStageAndAudience();
    const seat = await stageSeat(stage);
    await listener.client.promote(seat);
    await host.client.waitToHear(1000);
    const other = await enter(service, audience, { toneHertz: 1700, capabilities: mayListen });
    expect(await other.client.promote(seat)).toBe(true);
    await host.client.waitToHear(1700);
    await host.client.waitForSilence(1000);
    expect(listener.client.demotions()).toBe(1);
  });

  test('who joined the stage with a seat is thrown out when a listener is promoted with it', async () => {
    const { stage, host, listener } = await openStageAndAudience();
    const pass = await takeSeat(service, stage, unusedName('twice'));
    const direct = await joinAudio(pass);
    expect(await listener.client.promote(pass.Attendee)).toBe(true);
    expect(await direct.ended).toBe('AudioJoinedFromAnotherDevice');
    await host.client.waitToHear(1000);
  });
});
