import { describe, expect, it } from 'vitest';
import { createSetting, listening, live, me, seqsOf, subscribe } from './subscriber.ts';

describe('a line to the realtime service', () => {
  it('opens with the token in its subprotocol, and what was told meanwhile is read once', async () => {
    const setting = createSetting();
    const listener = subscribe(setting, { grant: setting.grant([live, me]) });
    await setting.time.pass(60_000);
    expect(setting.service.heard()).toEqual([live, me]);
    expect(listener.states).toEqual(['listening']);
    expect(listener.reads).toHaveLength(1);
  });

  it('that breaks is opened again, and what was missed is read once', async () => {
    const setting = createSetting();
    const listener = await listening(setting, { grant: setting.grant([live, me]) });
    setting.tell(1);
    setting.service.lines[0]?.drop();
    await setting.time.pass(0);
    expect(listener.feed.state()).toBe('reconnecting');
    setting.tell(2);
    await setting.time.pass(60_000);
    expect(listener.feed.state()).toBe('listening');
    setting.tell(9);
    setting.tell(10);
    await setting.time.pass(60_000);
    expect(seqsOf(listener)).toEqual([1, 9, 10]);
    expect(listener.reads).toHaveLength(1);
    expect(listener.renewals).toBe(0);
  });

  it('that was opened again does not tell what was told before', async () => {
    const setting = createSetting();
    const listener = await listening(setting);
    for (const seq of [1, 2]) setting.tell(seq);
    setting.service.lines[0]?.drop();
    await setting.time.pass(60_000);
    for (const seq of [2, 5, 6]) setting.tell(seq);
    await setting.time.pass(60_000);
    expect(seqsOf(listener)).toEqual([1, 2, 5, 6]);
    expect(listener.reads).toHaveLength(1);
  });

  it('is tried for ever more rarely while nobody answers, at random within its window', async () => {
    const setting = createSetting(() => 0.5);
    setting.service.isDown = true;
    const listener = subscribe(setting);
    const tried: number[] = [];
    for (let minute = 0; minute < 4; minute += 1) {
      await setting.time.pass(60_000);
      tried.push(setting.service.connections);
    }
    // Half of 1, 2, 4, 8, 16 and then 30 seconds: eight tries in the first minute, then four.
    expect(tried).toEqual([8, 12, 16, 20]);
    setting.service.isDown = false;
    await setting.time.pass(60_000);
    expect(listener.states).toEqual(['reconnecting', 'listening']);
  });

  it('spreads a thousand that broke at once', async () => {
    const setting = createSetting(Math.random);
    const crowd = Array.from({ length: 1_000 }, () => subscribe(setting, { audience: 1_000 }));
    await setting.time.pass(60_000);
    for (const line of [...setting.service.lines]) line.drop();
    await setting.time.pass(500);
    expect(Math.abs(setting.service.lines.length - 500)).toBeLessThan(80);
    await setting.time.pass(60_000);
    expect(crowd.every(({ feed }) => feed.state() === 'listening')).toBe(true);
  });

  it('that falls silent is given up and opened again', async () => {
    const setting = createSetting();
    const listener = await listening(setting);
    for (let minute = 0; minute < 8; minute += 1) {
      setting.service.keepAlive();
      await setting.time.pass(60_000);
    }
    expect(setting.service.connections).toBe(1);
    setting.service.isMute = true;
    await setting.time.pass(300_000);
    expect(listener.feed.state()).toBe('reconnecting');
    setting.service.isMute = false;
    await setting.time.pass(60_000);
    expect(listener.feed.state()).toBe('listening');
    expect(setting.service.lines).toHaveLength(1);
  });

  it('on which nobody answers at first is given up as well', async () => {
    const setting = createSetting();
    setting.service.isMute = true;
    const listener = subscribe(setting);
    await setting.time.pass(15_000);
    expect(listener.feed.state()).toBe('reconnecting');
    setting.service.isMute = false;
    await setting.time.pass(60_000);
    expect(listener.feed.state()).toBe('listening');
  });

  it('ends for good when the page goes', async () => {
    const setting = createSetting();
    const listener = await listening(setting);
    listener.feed.close();
    await setting.time.pass(3_600_000);
    expect(setting.service.lines).toEqual([]);
    expect([setting.service.connections, listener.renewals, listener.reads.length]).toEqual([1, 0, 0]);
    expect(listener.feed.state()).toBe('closed');
  });
});
