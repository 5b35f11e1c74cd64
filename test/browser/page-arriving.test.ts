import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { choose, endRoom, goLive, listenTo, press, roomIdOf, sees } from './page-steps.ts';
import { expectAccessible, expectToFit, openPageWorld, type PageWorld, type Tab } from './page-world.ts';

let rooms: PageWorld;
beforeAll(async () => {
  rooms = await openPageWorld();
});
afterEach(() => rooms.clear());
afterAll(() => rooms.close());

const patience = { timeout: 10_000 };
const focused = ({ page }: Tab): Promise<string> => page.evaluate<string>('document.activeElement.textContent');

describe('arriving on the page', () => {
  it('by a shared link leads into the room, and sound waits for a click', async () => {
    const [host, friend] = await Promise.all([rooms.come(), rooms.come()]);
    await choose(host, 'Tomás Vega');
    await goLive(host, 'Come and listen');
    await friend.page.goto(`${rooms.world.url}/r/${roomIdOf(host)}`);
    await friend.page.getByRole('link', { name: 'Listen now' }).click();
    await sees(friend, 'You are on your way to “Come and listen”.');
    await friend.page.getByRole('button', { name: 'Amara Diallo' }).click();
    await press(friend, 'Listen');
    await sees(friend, 'You are listening.');
  });

  it('at a room that does not exist says so', async () => {
    const tab = await rooms.come({ path: '/#/rooms/nowhere' });
    await tab.page.getByRole('button', { name: 'Amara Diallo' }).click();
    await sees(tab, 'There is no such room.');
    await expectAccessible(tab, 'not found');
  });

  it('works without a mouse: the focus follows the screens, and what happens is said', async () => {
    const [host, listener] = await Promise.all([rooms.come(), rooms.come()]);
    await choose(host, 'Tomás Vega');
    await listener.page.getByRole('button', { name: 'Ravi Menon' }).focus();
    await listener.page.keyboard.press('Enter');
    await expect.poll(() => focused(listener), patience).toBe('Live now');
    await goLive(host, 'By keyboard');
    await listener.page.getByRole('link', { name: 'By keyboard' }).focus();
    await listener.page.keyboard.press('Enter');
    await expect.poll(() => focused(listener), patience).toBe('By keyboard');
    await expect.poll(() => listener.page.getByRole('status').textContent(), patience).toBe('You are in the room.');
    expect(await listener.page.title()).toBe('By keyboard · Rostrum');
    await endRoom(host);
    await expect.poll(() => focused(listener), patience).toBe('The room is over');
  });

  it('on a small screen and in the dark cuts nothing off and stays readable', async () => {
    const [host, listener] = await Promise.all([
      rooms.come({ width: 320, colorScheme: 'dark' }),
      rooms.come({ width: 320, colorScheme: 'dark' }),
    ]);
    await expectToFit(host, 'choosing a person');
    await expectAccessible(host, 'choosing a person');
    await Promise.all([choose(host, 'Tomás Vega'), choose(listener, 'Mei Tanaka')]);
    const title = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerk and more of it';
    await goLive(host, title);
    await sees(listener, title);
    for (const tab of [host, listener]) {
      await expectToFit(tab, 'home or room');
      await expectAccessible(tab, 'home or room');
    }
    await listenTo(listener, title);
    await expectToFit(listener, 'the room');
  });

  it('where there are no demo people signs in at the issuer, and comes back to where one was', async () => {
    const host = await rooms.come();
    await choose(host, 'Tomás Vega');
    await goLive(host, 'With an account');
    const tab = await rooms.come({ isDeployed: true, path: `/#/rooms/${roomIdOf(host)}` });
    await press(tab, 'Sign in');
    await tab.page.getByRole('button', { name: /Amara/ }).click();
    await sees(tab, 'Amara Diallo');
    await press(tab, 'Listen');
    await sees(tab, 'You are listening.');
    await tab.page.reload();
    await sees(tab, 'Amara Diallo');
    await press(tab, 'Sign out');
    await sees(tab, 'You sign in where your account lives');
  });
});
