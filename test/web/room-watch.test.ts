import { describe, expect, it } from 'vitest';
import { host, mei, openRoomPage, place, ravi, speaker } from './room-page.ts';

const minute = 60_000;

describe('a room on the page', () => {
  it('is asked for again and again from outside, and not any more once it is told', async () => {
    const page = openRoomPage();
    await page.time.pass(minute);
    expect(page.reads).toBeGreaterThan(10);
    await page.listen();
    await page.time.pass(4 * minute);
    expect(page.reads).toBe(0);
  });

  it('shows a new title, the crowd, and a host who is away and back', async () => {
    const page = openRoomPage();
    await page.listen();
    page.tell(1, 'room.updated', { title: 'Day trains', version: 4 });
    expect(page.seen()?.room.title).toBe('Day trains');
    page.tell(1, 'tick', { participantCount: 41 });
    expect(page.seen()?.people?.counts).toEqual({ stage: 1, listeners: 40 });
    page.tell(2, 'host.lost', { graceEndsAt: '2026-11-21T12:10:00.000Z' });
    expect(page.seen()?.room.graceEndsAt).toBe('2026-11-21T12:10:00.000Z');
    await page.time.pass(1_000);
    page.tell(2, 'tick', { participantCount: 40 });
    expect(page.seen()?.people?.counts).toEqual({ stage: 1, listeners: 40 });
    page.tell(3, 'host.back');
    expect(page.seen()?.room.graceEndsAt).toBeUndefined();
    expect(page.reads).toBe(0);
  });

  it('shows who comes on stage and goes; of strangers only when it knows their names', async () => {
    const page = openRoomPage();
    await page.listen();
    page.tell(1, 'stage.changed', { speakers: [speaker(host, 'host', true), speaker(mei, 'speaker')] });
    expect(page.seen()?.people?.data).toEqual([place(host, 'host', true), place(mei, 'speaker')]);
    expect(page.seen()?.people?.counts).toEqual({ stage: 2, listeners: 0 });
    const all = [place(host, 'host'), place(ravi, 'speaker')];
    page.now.people = { data: all, counts: { stage: 2, listeners: 0 } };
    page.tell(2, 'stage.changed', { speakers: [speaker(host, 'host'), speaker(ravi, 'speaker')] });
    expect(page.seen()?.people?.data).toEqual([place(host, 'host')]);
    await page.time.pass(minute);
    expect(page.seen()?.people?.data).toEqual(all);
    expect(page.reads).toBe(1);
  });

  it('is over when it is told so, and nothing is asked or heard any more', async () => {
    const page = openRoomPage();
    await page.listen();
    page.tell(1, 'room.ended', { endReason: 'ended_by_host', at: '2026-11-21T12:30:00.000Z' });
    expect(page.seen()?.room).toMatchObject({ status: 'ended', endedAt: '2026-11-21T12:30:00.000Z' });
    await page.time.pass(10 * minute);
    expect([page.reads, page.service.lines]).toEqual([0, []]);
  });

  it('is over when a reading says so', async () => {
    const page = openRoomPage();
    page.now.room = { ...page.now.room, status: 'canceled' };
    await page.time.pass(minute);
    expect(page.seen()?.room.status).toBe('canceled');
    page.reads = 0;
    await page.time.pass(10 * minute);
    expect(page.reads).toBe(0);
  });

  it('keeps what was told while a reading was under way that did not know it yet', async () => {
    const page = openRoomPage();
    await page.listen();
    page.delay = 2_000;
    page.watch.catchUp();
    await page.time.pass(3_000);
    page.tell(1, 'room.updated', { title: 'Day trains', version: 4 });
    await page.time.pass(minute);
    expect([page.reads, page.seen()?.room.title]).toEqual([1, 'Day trains']);
  });

  it('does not go back to what was told before the reading', async () => {
    const page = openRoomPage();
    await page.listen();
    page.now.room = { ...page.now.room, title: 'Evening trains', version: 5 };
    page.tell(1, 'tick', { participantCount: 2 });
    page.tell(3, 'tick', { participantCount: 2 });
    await page.time.pass(minute);
    page.tell(4, 'room.updated', { title: 'Day trains', version: 4 });
    expect(page.seen()?.room.title).toBe('Evening trains');
  });

  it('shows new pins, a mute of all and a chat that is off', async () => {
    const page = openRoomPage();
    await page.listen();
    page.tell(1, 'pins.changed', { pins: [{ id: 'pin_1', url: 'https://example.org', userId: host.id }] });
    page.tell(2, 'mute-all.changed', { isOn: true });
    page.tell(3, 'room.updated', { isChatOn: false, slowModeSeconds: 30, version: 9 });
    expect(page.seen()?.room).toMatchObject({
      pins: [{ url: 'https://example.org' }],
      isMutedAll: true,
      isChatOn: false,
      slowModeSeconds: 30,
    });
    expect(page.frames).toEqual(['pins.changed', 'mute-all.changed', 'room.updated']);
  });

  it('after a hole reads the room and what goes on around it, again until both are read', async () => {
    const page = openRoomPage();
    await page.time.pass(minute);
    expect(page.otherReads, 'from outside').toBe(0);
    await page.listen();
    page.isOtherDown = true;
    page.tell(1, 'tick', { participantCount: 2 });
    page.tell(4, 'request.made', { userId: mei.id });
    page.now.room = { ...page.now.room, title: 'Evening trains', version: 5 };
    await page.time.pass(5_000);
    expect(page.seen()?.room.title, 'the room does not wait for the rest').toBe('Evening trains');
    page.isOtherDown = false;
    await page.time.pass(minute);
    const { otherReads } = page;
    expect(otherReads).toBeGreaterThan(1);
    await page.time.pass(minute);
    expect(page.otherReads).toBe(otherReads);
  });

  it('is asked for slowly while the realtime service does not answer', async () => {
    const page = openRoomPage();
    page.service.isDown = true;
    await page.listen();
    expect(page.watch.shown.get().isLate).toBe(false);
    await page.time.pass(10 * minute);
    expect([page.reads, page.watch.shown.get().isLate]).toEqual([40, true]);
    page.service.isDown = false;
    await page.time.pass(minute);
    expect(page.watch.shown.get().isLate).toBe(false);
    page.reads = 0;
    await page.time.pass(4 * minute);
    expect(page.reads).toBe(0);
  });

  it('is not asked for while nobody looks, and at once when somebody does', async () => {
    const page = openRoomPage();
    await page.time.pass(minute);
    page.isHidden = true;
    page.reads = 0;
    await page.time.pass(10 * minute);
    expect(page.reads).toBe(0);
    page.isHidden = false;
    page.watch.wake();
    expect(page.reads).toBe(1);
    page.watch.wake();
    expect(page.reads).toBe(1);
  });

  it('leaves nothing behind when the page goes', async () => {
    const page = openRoomPage();
    await page.listen();
    page.watch.close();
    await page.time.pass(10 * minute);
    expect([page.reads, page.service.lines]).toEqual([0, []]);
  });
});
