import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { answer, gone, openMenu, openRoom, write } from './conversation-steps.ts';
import { endRoom, glimpses, press, roomIdOf, sees } from './page-steps.ts';
import { expectAccessible, openPageWorld, type PageWorld } from './page-world.ts';

let rooms: PageWorld;
beforeAll(async () => {
  rooms = await openPageWorld();
});
afterEach(() => rooms.clear());
afterAll(() => rooms.close());

const patience = { timeout: 10_000 };
const script = '<img src=x onerror="document.title=\'taken\'"><script>document.title="taken"</script>';

const open = (title: string) => openRoom(rooms, title, 'Ravi Menon');

describe('talking beside the sound', () => {
  it('carries messages and reactions to the others, and a script stays text everywhere', async () => {
    const title = `Trains ${script}`.slice(0, 70);
    const { host, listener } = await open(title);
    await rooms.world.person('tomas').then((tomas) => tomas.patch('/v1/me', { name: script.slice(0, 45) }));
    await write(listener, script);
    await sees(host, script);
    await write(host, 'Welcome');
    await sees(listener, 'Welcome');
    await press(listener, '👏');
    await host.page.getByRole('button', { name: '👏 1' }).waitFor();
    await host.page.getByText('Pin a link or a post').click();
    await host.page.getByLabel('Link, or number of a post').fill('https://example.org/timetable');
    await host.page.getByLabel('Note (optional)').fill(script.slice(0, 120));
    await press(host, 'Pin');
    const link = listener.page.getByRole('link', { name: 'https://example.org/timetable' });
    expect(await link.getAttribute('rel')).toBe('noopener noreferrer nofollow');
    for (const tab of [host, listener]) {
      expect(await tab.page.title()).not.toBe('taken');
      expect(await tab.page.locator('main img, main script').count()).toBe(0);
      await expectAccessible(tab, 'a room with a conversation');
    }
    await press(host, 'Delete the message of Ravi Menon');
    await expect.poll(() => listener.page.getByRole('log').getByText(script).count(), patience).toBe(0);
    await press(host, 'Remove the pin');
    await expect.poll(() => link.count(), patience).toBe(0);
    await endRoom(host);
    await sees(listener, 'The room is over');
    expect([...host.complaints, ...listener.complaints]).toEqual([]);
  });

  it('shows whoever comes later what was written, and slows down or stops when a host says so', async () => {
    const { host, listener } = await open('A calm chat');
    await write(host, 'The first line');
    const late = await rooms.come({ path: `/#/rooms/${roomIdOf(host)}` });
    await late.page.getByRole('button', { name: 'Jonas Lind' }).click();
    await press(late, 'Listen');
    await sees(late, 'The first line');
    await host.page.getByText('Chat settings').click();
    await host.page.getByLabel('Slow mode').selectOption('30');
    await sees(listener, 'Slow mode: one message in 30 seconds.');
    await write(listener, 'Once');
    await listener.page.getByLabel('Your message').fill('Twice');
    await listener.page.keyboard.press('Enter');
    await listener.page
      .getByRole('alert')
      .filter({ hasText: /slow|wait/i })
      .waitFor();
    await press(host, 'Turn the chat off');
    await sees(listener, 'A host has turned the chat off.');
    await endRoom(host);
  });

  it('names a blocked person the moment they come on stage', async () => {
    const { host, listener } = await open('Unexpected guests');
    const [ravi, mei] = await Promise.all(['ravi', 'mei'].map((handle) => rooms.world.person(handle)));
    await ravi?.put(`/v1/me/blocks/${mei?.userId}`);
    await mei?.post(`/v1/rooms/${roomIdOf(host)}/join`);
    await mei?.post(`/v1/rooms/${roomIdOf(host)}/requests`);
    const said = glimpses(listener, 'Somebody you have blocked came on stage.');
    await press(host, 'Accept Mei Tanaka');
    await said;
    await sees(listener, 'You have blocked them');
    expect(await host.page.getByText('You have blocked them').count()).toBe(0);
    await openMenu(listener, 'Mei Tanaka');
    await answer(listener, 'Unblock');
    await gone(listener, 'You have blocked them');
    await endRoom(host);
  });

  it('hides what a blocked person writes, and warns before entering a room where they are on stage', async () => {
    const { host, listener } = await open('Old foes');
    await write(host, 'Good evening');
    await listener.page.getByRole('log').getByRole('button').first().click();
    await answer(listener, 'Block');
    await answer(listener, 'Block');
    await gone(listener, 'Good evening');
    await sees(listener, 'You have blocked them');
    await press(listener, 'Leave');
    await listener.page.getByRole('link', { name: 'Old foes' }).click();
    await sees(listener, 'Somebody you have blocked is on stage');
    await expectAccessible(listener, 'a warning');
    await answer(listener, 'Stay out');
    await press(listener, 'Listen');
    await answer(listener, 'Enter anyway');
    await sees(listener, 'You are listening.');
    await press(listener, 'Leave');
    await listener.page.goto(`${rooms.world.url}/#/me`);
    await sees(listener, 'People you have blocked');
    await expectAccessible(listener, 'the own page');
    await listener.page.getByRole('button', { name: /^Unblock/ }).click();
    await sees(listener, 'Nobody.');
    await endRoom(host);
  });
});
