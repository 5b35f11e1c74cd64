import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { expectSilence, expectSilenceSoon, expectSound } from './listening.ts';
import { choose, endRoom, goLive, listenTo, press, sees } from './page-steps.ts';
import { expectAccessible, openPageWorld, type PageWorld } from './page-world.ts';

let rooms: PageWorld;
beforeAll(async () => {
  rooms = await openPageWorld();
});
afterEach(() => rooms.clear());
afterAll(() => rooms.close());

describe('the page', () => {
  it('opens for somebody unknown without a failing request or a complaint', async () => {
    const tab = await rooms.come();
    await sees(tab, 'Who are you today?');
    await tab.page.waitForLoadState('networkidle');
    expect(tab.complaints).toEqual([]);
  });

  it('sends little before somebody signs in', async () => {
    const tab = await rooms.come();
    await sees(tab, 'Who are you today?');
    const bytes = await tab.page.evaluate<number>(`[
      ...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource'),
    ].reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)`);
    expect(bytes).toBeGreaterThan(20_000);
    expect(bytes).toBeLessThan(100_000);
  });

  it('carries a host to a listener, until the host ends the room', async () => {
    const [host, listener] = await Promise.all([rooms.come(), rooms.come()]);
    await expectAccessible(host, 'choosing a person');
    await Promise.all([choose(host, 'Tomás Vega'), choose(listener, 'Ravi Menon')]);
    await expectAccessible(listener, 'an empty home');
    await goLive(host, 'Night trains');
    await expectAccessible(host, 'the room of a muted host');
    await sees(listener, 'Night trains');
    await expectAccessible(listener, 'a home with a room');
    await listenTo(listener, 'Night trains');
    await expectSilence(listener, 'a host starts muted');

    await press(host, 'Unmute');
    await expectSound(listener, 'the listener hears the host');
    await expectSilence(host, 'a host has no echo');
    await expectAccessible(listener, 'the room of a listener');
    await press(host, 'Mute');
    await sees(listener, 'Muted');
    await expectSilenceSoon(listener, 'a muted host');
    await sees(host, '1 listener');

    await press(host, 'End room');
    await expectAccessible(host, 'the question before the end');
    await press(host, 'End for everybody');
    await Promise.all([sees(host, 'The room is over'), sees(listener, 'The room is over')]);
    await expectAccessible(listener, 'the end');
    expect([...host.complaints, ...listener.complaints]).toEqual([]);
  });

  it('shows who speaks, and stops showing it', async () => {
    const [host, listener] = await Promise.all([rooms.come({ microphone: 'whistle' }), rooms.come()]);
    await Promise.all([choose(host, 'Ines Okafor'), choose(listener, 'Ravi Menon')]);
    await goLive(host, 'Whistling');
    await listenTo(listener, 'Whistling');
    await press(host, 'Unmute');
    await Promise.all([sees(host, 'Speaking'), sees(listener, 'Speaking')]);
    await press(host, 'Mute');
    await Promise.all([sees(host, /^\s*Muted$/), sees(listener, /^\s*Muted$/)]);
    await endRoom(host);
    await sees(listener, 'The room is over');
  });

  it('tells a person what is missing to host, and a host of two rooms that there is one', async () => {
    const [short, host, again] = await Promise.all([rooms.come(), rooms.come(), rooms.come()]);
    await choose(short, 'Mei Tanaka');
    await sees(short, 'Hosting needs 600 followers. You have 599.');
    await Promise.all([choose(host, 'Tomás Vega'), choose(again, 'Tomás Vega')]);
    await goLive(host, 'The first');
    await again.page.getByLabel('Title of the room').fill('The second');
    await press(again, 'Go live');
    await sees(again, 'A host can host one live room at a time.');
    await endRoom(host);
    await sees(host, 'The room is over');
  });

  it('counts a title as the API does and says so before anything is sent', async () => {
    const tab = await rooms.come();
    await choose(tab, 'Tomás Vega');
    await press(tab, 'Go live');
    await sees(tab, 'Give the room a title.');
    await tab.page.getByLabel('Title of the room').fill('👏'.repeat(71));
    await sees(tab, '71 of 70 characters');
    await press(tab, 'Go live');
    await sees(tab, 'The title has at most 70 characters.');
    expect(await tab.page.getByLabel('Title of the room').getAttribute('aria-invalid')).toBe('true');
    await goLive(tab, '👏'.repeat(70));
    await endRoom(tab);
    await sees(tab, 'The room is over');
  });

  it('says when there is no microphone, and still lets the host hear', async () => {
    const host = await rooms.come({ microphone: 'none' });
    await choose(host, 'Tomás Vega');
    await host.page.getByLabel('Title of the room').fill('Without a voice');
    await press(host, 'Go live');
    await sees(host, 'No microphone was found');
    await expectAccessible(host, 'a room without a microphone');
    await expectSilence(host, 'nobody speaks yet');
    await endRoom(host);
    await sees(host, 'The room is over');
  });
});
