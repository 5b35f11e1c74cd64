import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { expectToHearOnly, tones } from './audio-ears.ts';
import { type AudioRooms, endingsOf, expectTold, openAudioRooms } from './audio-room.ts';

let rooms: AudioRooms;
beforeAll(async () => {
  rooms = await openAudioRooms();
});
afterEach(() => rooms.clear());
afterAll(() => rooms.close());

describe('a room in real browsers', () => {
  it('carries the host’s tone to listeners, gives no echo, and lets nobody hear a listener who sends', async () => {
    const { host, roomId } = await rooms.goLive('ada');
    const [sending, abroad] = await Promise.all([
      rooms.listen(roomId, 'bea', { whistles: 'listener' }),
      rooms.listen(roomId, 'cem', { origin: rooms.foreignOrigin }),
    ]);
    await expectToHearOnly(abroad.tab, ['host'], 'a page of another origin hears the host');
    await expectToHearOnly(sending.tab, ['host'], 'a listener hears the host');
    const strongest = (await abroad.tab.strongestHertz()) ?? 0;
    expect(Math.abs(strongest - tones.host), `${strongest} Hz is not the host’s tone`).toBeLessThanOrEqual(5);

    const before = await sending.tab.sent();
    await expectToHearOnly(host.tab, [], 'the host hears neither itself nor a listener');
    const after = await sending.tab.sent();
    expect(after.packets - before.packets, 'packets the listener sent meanwhile').toBeGreaterThan(0);
    expect(after.level, 'how loud the listener’s microphone is').toBeGreaterThan(0.1);
    await expectToHearOnly(abroad.tab, ['host'], 'no other listener hears the one who sends');
    await rooms.end(host);
  });

  it('brings a second speaker up: each hears the others only', async () => {
    const { host, roomId } = await rooms.goLive('ben');
    const [listener, speaker] = await Promise.all([rooms.listen(roomId, 'bea'), rooms.comeUp(roomId, 'dan')]);
    const { stage } = speaker.grant.audio;
    await expectToHearOnly(speaker.tab, ['host'], 'before the promotion the speaker listens');
    await expectToHearOnly(host.tab, [], 'before the promotion nobody hears the speaker');

    expect(await speaker.tab.promote(stage.attendee)).toBe('OK');
    await expectToHearOnly(host.tab, ['speaker'], 'the host hears the speaker only');
    await expectToHearOnly(speaker.tab, ['host'], 'the speaker hears the host only');
    await expectToHearOnly(listener.tab, ['host', 'speaker'], 'the listener hears both');

    await rooms.drop(speaker);
    await expectTold(speaker, { demotions: 1 }, 'the lost connection took the speaker off the stage');
    await expectToHearOnly(listener.tab, ['host'], 'the speaker is off the stage');
    expect(await speaker.tab.promote(stage.attendee), 'promoted again').toBe('OK');
    await expectToHearOnly(host.tab, ['speaker'], 'the host hears the speaker again');
    await rooms.end(host);
  });

  it('shows in the client who is on stage, who speaks and who is muted', async () => {
    const { host, roomId } = await rooms.goLive('cleo');
    const listener = await rooms.listen(roomId, 'bea');
    const { AttendeeId: attendeeId, ExternalUserId: externalUserId } = host.grant.audio.attendee;
    const hostIs = (isMuted: boolean) => ({
      people: expect.arrayContaining([{ attendeeId, externalUserId, isMuted }]),
    });
    expect(externalUserId).toContain(host.person.userId);
    await expectTold(listener, { ...hostIs(false), speakers: [attendeeId] }, 'the listener sees the host speak');
    await host.tab.setMuted(true);
    await expectTold(listener, hostIs(true), 'the listener sees that the host is muted');
    await expectToHearOnly(listener.tab, [], 'a muted host is not heard');
    await host.tab.setMuted(false);
    await expectTold(listener, hostIs(false), 'the listener sees that the host is not muted');
    await expectToHearOnly(listener.tab, ['host'], 'an unmuted host is heard');
    await rooms.end(host);
  });

  it('comes back by itself when a socket drops, for a listener and for the host', async () => {
    const { host, roomId } = await rooms.goLive('dora');
    const listener = await rooms.listen(roomId, 'bea');
    await expectToHearOnly(listener.tab, ['host'], 'the listener hears the host');
    const listenerAway = await rooms.drop(listener);
    await expectToHearOnly(listener.tab, ['host'], 'the listener is back and hears the host');
    const hostAway = await rooms.drop(host);
    await expectToHearOnly(listener.tab, ['host'], 'the host is back and is heard');
    console.log(`reconnected: listener after ${Math.round(listenerAway)} ms, host after ${Math.round(hostAway)} ms`);
    await rooms.end(host);
  });

  it('stops everybody within two seconds of /end, as a meeting that has ended', async () => {
    const { host, roomId } = await rooms.goLive('emil');
    const [listener, speaker] = await Promise.all([rooms.listen(roomId, 'bea'), rooms.comeUp(roomId, 'dan')]);
    expect(await speaker.tab.promote(speaker.grant.audio.stage.attendee)).toBe('OK');
    await expectToHearOnly(listener.tab, ['host', 'speaker'], 'the room sounds');
    const askedAt = await rooms.end(host);
    const endings = await endingsOf([host, speaker, listener]);
    expect(endings.map((ending) => ending?.status)).toEqual(['MeetingEnded', 'MeetingEnded', 'MeetingEnded']);
    const slowest = Math.max(...endings.map((ending) => (ending?.at ?? Number.POSITIVE_INFINITY) - askedAt));
    console.log(`everybody stopped ${Math.round(slowest)} ms after /end was asked for`);
    expect(slowest).toBeLessThan(2000);
  });
});
