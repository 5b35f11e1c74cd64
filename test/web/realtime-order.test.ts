import { describe, expect, it } from 'vitest';
import { createSetting, listening, live, me, seqsOf, stage, subscribe } from './subscriber.ts';

describe('what a page hears of a room', () => {
  it('comes in order, from wherever the channel is when listening begins', async () => {
    const setting = createSetting();
    const listener = await listening(setting);
    for (const seq of [41, 42, 43]) setting.tell(seq);
    await setting.time.pass(60_000);
    expect(seqsOf(listener)).toEqual([41, 42, 43]);
    expect(listener.reads).toEqual([]);
  });

  it('counts each channel by itself', async () => {
    const setting = createSetting();
    const listener = await listening(setting, { grant: setting.grant([live, stage, me]) });
    setting.tell(7);
    setting.tell(1, 'request.made', {}, stage);
    setting.tell(8);
    setting.tell(2, 'request.made', {}, stage);
    await setting.time.pass(60_000);
    expect(seqsOf(listener)).toEqual([7, 1, 8, 2]);
    expect(listener.reads).toEqual([]);
  });

  it('is told once, however often it is sent', async () => {
    const setting = createSetting();
    const listener = await listening(setting);
    for (const seq of [1, 1, 2, 1, 2, 3, 2]) setting.tell(seq);
    await setting.time.pass(60_000);
    expect(seqsOf(listener)).toEqual([1, 2, 3]);
    expect(listener.reads).toEqual([]);
  });

  it('needs no reading for ticks that repeat the place or get lost', async () => {
    const setting = createSetting();
    const listener = await listening(setting);
    setting.tell(5);
    for (const participantCount of [10, 20]) {
      await setting.time.pass(1_000);
      setting.tell(5, 'tick', { participantCount });
    }
    await setting.time.pass(60_000);
    setting.tell(6);
    expect(listener.frames.map(({ participantCount }) => participantCount)).toEqual([undefined, 10, 20, undefined]);
    expect(listener.reads).toEqual([]);
  });

  it('takes no tick that a newer one has overtaken', async () => {
    const setting = createSetting();
    const listener = await listening(setting);
    const at = (second: number) => ({ at: `2026-11-21T12:02:0${second}.000Z` });
    setting.tell(5, 'tick', { ...at(2), participantCount: 20 });
    setting.tell(5, 'tick', { ...at(1), participantCount: 10 });
    expect(listener.frames.map(({ participantCount }) => participantCount)).toEqual([20]);
  });

  it('passes over what is no frame', async () => {
    const setting = createSetting();
    const listener = await listening(setting);
    for (const event of ['nonsense', 'null', '[]', '{"type":"room.updated"}'])
      setting.service.lines[0]?.deliver(live, event);
    setting.tell(1);
    expect(seqsOf(listener)).toEqual([1]);
  });
});

describe('a hole in what a page hears', () => {
  it('is healed by one reading, and what came after the hole is told at once', async () => {
    const setting = createSetting();
    const listener = await listening(setting);
    for (const seq of [1, 2, 4]) setting.tell(seq);
    expect(seqsOf(listener)).toEqual([1, 2, 4]);
    expect(listener.reads).toEqual([]);
    await setting.time.pass(60_000);
    expect(listener.reads).toHaveLength(1);
    setting.tell(3);
    setting.tell(5);
    await setting.time.pass(60_000);
    expect(seqsOf(listener)).toEqual([1, 2, 4, 5]);
    expect(listener.reads).toHaveLength(1);
  });

  it('shows when a tick is ahead of what was heard', async () => {
    const setting = createSetting();
    const listener = await listening(setting);
    setting.tell(1);
    await setting.time.pass(1_000);
    setting.tell(2, 'tick', { participantCount: 3 });
    setting.tell(3);
    await setting.time.pass(60_000);
    expect(listener.frames.map(({ type }) => type)).toEqual(['room.updated', 'tick', 'room.updated']);
    expect(listener.reads).toHaveLength(1);
  });

  it('is healed together with the next ones while the reading has not begun', async () => {
    const setting = createSetting();
    const listener = await listening(setting);
    for (const seq of [1, 3, 5, 7]) setting.tell(seq);
    await setting.time.pass(60_000);
    expect(listener.reads).toHaveLength(1);
  });

  it('is read for again when it opens while an older reading is under way, or when a reading fails', async () => {
    const setting = createSetting();
    const listener = await listening(setting);
    listener.onRead = () => new Promise((go) => setting.time.after(5_000, () => go(undefined)));
    for (const seq of [1, 3]) setting.tell(seq);
    await setting.time.pass(3_000);
    setting.tell(5);
    await setting.time.pass(60_000);
    expect(listener.reads).toHaveLength(2);
    listener.onRead = () => (listener.reads.length < 5 ? Promise.reject(new Error('busy')) : Promise.resolve());
    setting.tell(7);
    await setting.time.pass(120_000);
    expect(listener.reads).toHaveLength(5);
  });

  it('brings every one of a thousand listeners to one reading, spread over two seconds', async () => {
    const setting = createSetting(Math.random);
    const crowd = Array.from({ length: 1_000 }, () => subscribe(setting, { audience: 1_000 }));
    await setting.time.pass(60_000);
    for (const listener of crowd) listener.reads.length = 0;
    setting.tell(1);
    const missedAt = setting.time.now();
    setting.tell(3);
    await setting.time.pass(60_000);
    expect(crowd.filter(({ reads }) => reads.length === 1)).toHaveLength(1_000);
    const fifths = [0, 0, 0, 0, 0];
    for (const [readAt = 0] of crowd.map(({ reads }) => reads)) {
      const fifth = Math.floor((readAt - missedAt) / 400);
      fifths[fifth] = (fifths[fifth] ?? 0) + 1;
    }
    // Two hundred each, give or take five standard deviations.
    for (const count of fifths) expect(Math.abs(count - 200)).toBeLessThan(65);
    expect(fifths).toHaveLength(5);
  });

  it('is read for over a longer time the more there are who listen', async () => {
    const waits = await Promise.all(
      [10, 1_000, 20_000, 1_000_000].map(async (audience) => {
        const setting = createSetting(() => 0.999);
        const listener = await listening(setting, { audience });
        setting.tell(1);
        const missedAt = setting.time.now();
        setting.tell(3);
        await setting.time.pass(120_000);
        return Math.round(((listener.reads[0] ?? 0) - missedAt) / 1_000);
      }),
    );
    expect(waits).toEqual([2, 2, 20, 60]);
  });
});
