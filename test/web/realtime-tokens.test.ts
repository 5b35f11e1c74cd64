import { describe, expect, it } from 'vitest';
import { createSetting, listening, live, me, type Subscriber, seqsOf, stage, subscribe } from './subscriber.ts';

const minutes = (count: number) => count * 60_000;
const nextStage = '/rostrum/room/a/stage-2';

describe('the token of a page', () => {
  it('is renewed before it ends, and a channel that stays is not asked for again', async () => {
    const setting = createSetting(() => 0.999);
    const listener = await listening(setting);
    await keptAlive(setting, 13);
    expect(listener.renewals).toBe(1);
    setting.tell(1);
    await keptAlive(setting, 60);
    setting.tell(2);
    expect(listener.renewals).toBe(5);
    expect(setting.service.asked()).toEqual([live]);
    expect([seqsOf(listener), listener.reads, setting.service.connections]).toEqual([[1, 2], [], 1]);
  });

  it('is not renewed by a whole crowd in one moment', async () => {
    const setting = createSetting(Math.random);
    const crowd = Array.from({ length: 1_000 }, () => subscribe(setting));
    await keptAlive(setting, 12);
    const early = crowd.filter(({ renewals }) => renewals === 1).length;
    expect(Math.abs(early - 500)).toBeLessThan(80);
    await keptAlive(setting, 2);
    expect(crowd.every(({ renewals }) => renewals === 1)).toBe(true);
  });

  it('is asked for again when asking failed', async () => {
    const setting = createSetting();
    const listener = await listening(setting);
    listener.onRenew = async () => {
      if (listener.renewals < 4) throw new Error('busy');
      return setting.grant();
    };
    await keptAlive(setting, 15);
    expect([listener.renewals, listener.feed.state()]).toEqual([4, 'listening']);
  });

  it('that ended while the machine slept is renewed before the line opens again', async () => {
    const setting = createSetting();
    const listener = await listening(setting);
    listener.onRenew = async () => {
      if (listener.renewals < 4) throw new Error('the network is not back yet');
      return setting.grant();
    };
    setting.time.sleep(minutes(20));
    setting.service.tokens.clear();
    setting.service.lines[0]?.drop();
    await setting.time.pass(minutes(1));
    expect([listener.feed.state(), setting.service.refusals]).toEqual(['listening', 0]);
  });

  it('goes over to other channels without a gap: the old ones go when the new ones are heard', async () => {
    const setting = createSetting();
    const listener = await listening(setting, { grant: setting.grant([live, stage, me]) });
    const realtime = setting.grant([live, nextStage, me]);
    setting.tell(1, 'realtime.rotated', { realtime }, me);
    expect(setting.service.heard()).toEqual([live, stage, me]);
    await setting.time.pass(minutes(1));
    expect(setting.service.heard()).toEqual([live, me, nextStage]);
    expect(setting.service.asked()).toEqual([live, stage, me, nextStage]);
    expect([listener.renewals, listener.reads.length, setting.service.connections]).toEqual([0, 1, 1]);
  });

  it('leaves the stage channel at once when the person is demoted', async () => {
    const setting = createSetting();
    const listener = await listening(setting, { grant: setting.grant([live, stage, me]) });
    setting.tell(1, 'demoted', { realtime: setting.grant([live, me]) }, me);
    await setting.time.pass(0);
    expect(setting.service.heard()).toEqual([live, me]);
    await setting.time.pass(minutes(1));
    expect(listener.reads).toEqual([]);
  });

  it('is asked for by everybody, and not at once, when a room changes its channel without one', async () => {
    const setting = createSetting(Math.random);
    const next = `${live}-2`;
    const crowd = Array.from({ length: 200 }, () => subscribe(setting));
    await setting.time.pass(minutes(1));
    for (const listener of crowd) listener.onRenew = async () => setting.grant([next]);
    setting.tell(1, 'realtime.rotated');
    await setting.time.pass(1_000);
    const early = crowd.filter(({ renewals }) => renewals === 1).length;
    expect(Math.abs(early - 100)).toBeLessThan(40);
    await setting.time.pass(minutes(1));
    expect(setting.service.heard()).toEqual(crowd.map(() => next));
    expect(crowd.every(({ renewals }) => renewals === 1)).toBe(true);
  });

  it('is not asked for by a person who was given one for the next channel already', async () => {
    const setting = createSetting();
    const next = `${live}-2`;
    const listener = await listening(setting, { grant: setting.grant([live, me]) });
    setting.tell(1, 'realtime.rotated', { realtime: setting.grant([next, me]) }, me);
    setting.tell(1, 'realtime.rotated');
    await setting.time.pass(minutes(1));
    expect([setting.service.heard(), listener.renewals]).toEqual([[me, next], 0]);
  });

  it('that is older than the present one changes nothing', async () => {
    const setting = createSetting();
    const old = setting.grant([live, stage]);
    await setting.time.pass(1_000);
    await listening(setting, { grant: setting.grant([live, nextStage]) });
    setting.tell(1, 'realtime.rotated', { realtime: old });
    await setting.time.pass(minutes(1));
    expect(setting.service.heard()).toEqual([live, nextStage]);
  });
});

describe('a token that the service does not take', () => {
  const expectRefused = (listener: Subscriber, renewals: number) => {
    expect([listener.feed.state(), listener.renewals]).toEqual(['refused', renewals]);
  };

  it('for a channel is renewed once, and that helps', async () => {
    const setting = createSetting();
    const grant = setting.grant([live, me]);
    setting.service.tokens.set(grant.token, [live]);
    const listener = subscribe(setting, { grant });
    listener.onRenew = async () => setting.grant([live, me]);
    await setting.time.pass(minutes(1));
    expect([listener.states, listener.renewals]).toEqual([['listening'], 1]);
    expect(setting.service.heard()).toEqual([live, me]);
  });

  it('for a channel, again after it was renewed, ends the listening visibly', async () => {
    const setting = createSetting();
    const refused = () => ({ ...setting.grant([live]), channels: [live, stage, me] });
    const listener = subscribe(setting, { grant: refused() });
    listener.onRenew = async () => refused();
    await setting.time.pass(minutes(60));
    expectRefused(listener, 1);
    expect([setting.service.lines, setting.service.connections]).toEqual([[], 1]);
    listener.feed.replace(setting.grant());
    await setting.time.pass(minutes(1));
    expect(listener.feed.state()).toBe('listening');
  });

  it('to connect is renewed once as well', async () => {
    const setting = createSetting();
    const foreign = { ...setting.grant(), token: 'foreign' };
    const [listener, stranger] = [subscribe(setting, { grant: foreign }), subscribe(setting, { grant: foreign })];
    stranger.onRenew = async () => ({ ...setting.grant(), token: 'also foreign' });
    await setting.time.pass(minutes(1));
    expect([listener.feed.state(), listener.renewals]).toEqual(['listening', 1]);
    expectRefused(stranger, 1);
  });

  it('ends the listening when there is no other to be had', async () => {
    const setting = createSetting();
    const listener = await listening(setting);
    listener.onRenew = async () => undefined;
    await keptAlive(setting, 60);
    expectRefused(listener, 1);
    expect(setting.service.lines).toEqual([]);
  });
});

/** So many minutes on a line that lives. */
async function keptAlive({ service, time }: ReturnType<typeof createSetting>, count: number): Promise<void> {
  for (let minute = 0; minute < count; minute += 1) {
    await time.pass(minutes(1));
    service.keepAlive();
  }
}
