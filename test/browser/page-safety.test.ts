import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { answer, openMenu, openRoom } from './conversation-steps.ts';
import { expectSound } from './listening.ts';
import { choose, endRoom, press, roomIdOf, sees } from './page-steps.ts';
import { expectAccessible, expectToFit, openPageWorld, type PageWorld } from './page-world.ts';

let rooms: PageWorld;
beforeAll(async () => {
  rooms = await openPageWorld();
});
afterEach(() => rooms.clear());
afterAll(() => rooms.close());

describe('a report', () => {
  it('goes from the menu of a person to a moderator, whose reasons the person reads and appeals against', async () => {
    await rooms.world.person('jonas', { roles: ['moderator'] });
    const { host, listener } = await openRoom(rooms, 'A heated debate', 'Ravi Menon');
    await openMenu(listener, 'Tomás Vega');
    await answer(listener, 'Report');
    await listener.page.getByLabel('Abuse or harassment').check();
    await listener.page.getByLabel('What happened? (optional)').fill('He <b>shouts</b> at everybody.');
    await expectAccessible(listener, 'the form of a report');
    await answer(listener, 'Send report');
    await sees(listener, 'Moderators will look at it');
    await answer(listener, 'Close');

    const moderator = await rooms.come({ path: '/moderation' });
    await moderator.page.getByRole('button', { name: 'Jonas Lind' }).click();
    await sees(moderator, 'He <b>shouts</b> at everybody.');
    await expectAccessible(moderator, 'the queue of reports');
    await press(moderator, 'Take into review');
    await moderator.page.getByText('Decide and act').click();
    await moderator.page.getByLabel(/^Statement of reasons/).fill('Shouting at people is abuse.');
    await expectAccessible(moderator, 'a decision');
    await moderator.page.getByRole('button', { name: 'End the room' }).click();
    await sees(moderator, 'The room is ended.');
    await Promise.all([sees(host, 'The room is over'), sees(listener, 'The room is over')]);
    await press(moderator, 'Uphold');
    await sees(moderator, 'Actioned:');
    await moderator.page.setViewportSize({ width: 320, height: 640 });
    await expectToFit(moderator, 'the queue of reports');

    await host.page.goto(`${rooms.world.url}/#/me`);
    await sees(host, 'A room of yours was ended');
    await sees(host, 'Shouting at people is abuse.');
    await host.page.getByText('Appeal').first().click();
    await host.page.getByLabel('Why is this wrong?').first().fill('It was a stage play.');
    await press(host, 'Send appeal');
    await sees(host, 'Your appeal is sent.');
    await expectAccessible(host, 'what was decided');
    await press(moderator, 'Open');
    await sees(moderator, 'It was a stage play.');
  });

  it('comes from guests too, who hear the room and see it end', async () => {
    const { host, listener } = await openRoom(rooms, 'Doors open', 'Ravi Menon');
    const guest = await rooms.come({ path: `/#/rooms/${roomIdOf(host)}` });
    await press(guest, 'Continue as a guest');
    await press(guest, 'Listen');
    await sees(guest, 'You are listening as a guest.');
    await press(host, 'Unmute');
    await expectSound(guest, 'a guest hears the host');
    await expectAccessible(guest, 'the room of a guest');
    await press(guest, 'Report');
    await guest.page.getByLabel('Something else').check();
    await answer(guest, 'Send report');
    await sees(guest, 'Moderators will look at it');
    await answer(guest, 'Close');
    await endRoom(host);
    await Promise.all([sees(guest, 'The room is over'), sees(listener, 'The room is over')]);
    expect(guest.complaints).toEqual([]);
  });

  it('of the room is there for everybody in it, and the queue for moderators alone', async () => {
    const { host, listener } = await openRoom(rooms, 'Quiet please', 'Ravi Menon');
    await press(listener, 'Report');
    await listener.page.getByLabel('Spam or fraud').check();
    await answer(listener, 'Send report');
    await answer(listener, 'Close');
    await endRoom(host);
    const tab = await rooms.come();
    await choose(tab, 'Amara Diallo');
    await tab.page.goto(`${rooms.world.url}/#/me`);
    await sees(tab, 'What moderators decided about you');
    expect(await tab.page.getByRole('link', { name: 'Reports to moderate' }).count()).toBe(0);
    await tab.page.goto(`${rooms.world.url}/#/moderation`);
    await tab.page.getByRole('alert').filter({ hasText: /\w/ }).waitFor();
    expect(await tab.page.getByRole('article').count()).toBe(0);
  });
});
