import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { answer, gone, type OpenRoom, openMenu, openRoom, write } from './conversation-steps.ts';
import { expectSilenceSoon, expectSound } from './listening.ts';
import { choose, endRoom, press, sees } from './page-steps.ts';
import { expectAccessible, expectToFit, openPageWorld, type PageWorld } from './page-world.ts';

let rooms: PageWorld;
beforeAll(async () => {
  rooms = await openPageWorld();
});
afterEach(() => rooms.clear());
afterAll(() => rooms.close());

const open = (title: string) => openRoom(rooms, title, 'Amara Diallo', 'whistle');

/** Until a page that has its token listens. */
const quiet = () => new Promise((go) => setTimeout(go, 1_500));

/** The listener asks, the host accepts, and the microphone is open. */
async function bringUp({ host, listener }: OpenRoom): Promise<void> {
  await press(listener, 'Ask to speak');
  await press(host, 'Accept Amara Diallo');
  await sees(listener, 'You are muted. Nobody hears you.');
  await press(listener, 'Unmute');
  await expectSound(host, 'the speaker is heard');
}

describe('the stage on the page', () => {
  it('takes a listener who asked and was accepted, and mute-all silences them until it is lifted', async () => {
    const room = await open('Open stage');
    const { host, listener } = room;
    await press(listener, 'Ask to speak');
    await sees(host, 'Asking to speak (1)');
    await expectAccessible(host, 'the queue');
    await press(listener, 'Take the request back');
    await sees(host, 'Nobody asks at the moment.');
    await bringUp(room);
    await press(listener, 'Raise hand');
    await sees(host, 'Hand raised');

    await press(host, 'Silence the speakers');
    await sees(listener, 'All speakers are muted by a host.');
    await expectSilenceSoon(host, 'mute-all silences the speaker');
    await expectAccessible(listener, 'a silenced speaker');
    await press(host, 'Let speakers speak again');
    await press(listener, 'Unmute');
    await expectSound(host, 'the speaker is heard again');

    await press(listener, 'Step down');
    await sees(listener, 'You are listening.');
    await press(listener, 'Ask to speak');
    await press(host, 'Decline Amara Diallo');
    await listener.page.getByRole('button', { name: 'Ask to speak' }).waitFor();
    await endRoom(host);
    expect([...host.complaints, ...listener.complaints]).toEqual([]);
  });

  it('is run from the menu of a person: mute, let unmute, put down, remove for good', async () => {
    const room = await open('House rules');
    const { host, listener } = room;
    await bringUp(room);
    await openMenu(host, 'Amara Diallo');
    await expectAccessible(host, 'the menu of a person');
    await answer(host, 'Mute');
    await sees(listener, 'A host muted you. Only a host can lift that.');
    await expectSilenceSoon(host, 'a muted speaker');
    await openMenu(host, 'Amara Diallo');
    await answer(host, 'Let them unmute');
    await press(listener, 'Unmute');
    await expectSound(host, 'the speaker may speak again');
    await openMenu(host, 'Amara Diallo');
    await answer(host, 'Put off the stage');
    await sees(listener, 'You are listening.');
    await expectSilenceSoon(host, 'nobody speaks');

    await write(listener, 'Hello');
    await openMenu(host, 'Amara Diallo');
    await answer(host, 'Remove from the room');
    await answer(host, 'Remove from the room');
    await sees(listener, 'A host removed you from this room.');
    await listener.page.reload();
    await press(listener, 'Listen');
    await sees(listener, /removed|cannot|not let/i);
    await endRoom(host);
  });

  it('is offered by invitation, to somebody who runs the room from then on', async () => {
    const { host, listener } = await open('Together');
    await host.page.getByText('Who may speak').click();
    await host.page.getByLabel('Invite by handle').fill('@amara');
    await host.page.getByLabel('As', { exact: true }).selectOption('cohost');
    await press(host, 'Invite');
    await sees(host, 'Amara Diallo is invited.');
    await sees(listener, 'A host invites you to run this room as co-host.');
    await expectAccessible(listener, 'an invitation');
    await press(listener, 'Accept');
    await sees(listener, 'Run the room');
    await openMenu(host, 'Amara Diallo');
    await answer(host, 'Hand the room over');
    await answer(host, 'Hand the room over');
    await listener.page.getByRole('button', { name: 'End room' }).waitFor();
    await sees(host, 'Co-host · you');

    // Whoever opened the room sits in its first meeting, and comes back there.
    await openMenu(listener, 'Tomás Vega');
    await answer(listener, 'Put off the stage');
    await sees(host, 'You are listening.');
    await press(host, 'Ask to speak');
    await press(listener, 'Accept Tomás Vega');
    await sees(host, 'You are muted. Nobody hears you.');
    await press(host, 'Unmute');
    await expectSound(listener, 'the former host is heard');
    await endRoom(listener);
    await sees(host, 'The room is over');
  });

  it('is offered to somebody who is in no room yet, and whose way in answers it', async () => {
    const { host } = await open('Come up');
    const friend = await rooms.come();
    const listening = friend.page.waitForResponse('**/v1/me/realtime');
    await choose(friend, 'Mei Tanaka');
    await listening;
    await quiet();
    await host.page.getByText('Who may speak').click();
    await host.page.getByLabel('Invite by handle').fill('mei');
    await press(host, 'Invite');
    await sees(friend, 'You are invited to speak in');
    await expectAccessible(friend, 'an invitation at home');
    await press(friend, 'Accept and enter');
    await sees(friend, 'You are muted. Nobody hears you.');
    await sees(host, 'Mei Tanaka joined the stage.');
    await endRoom(host);
  });

  it('fits a small screen for whoever runs it and whoever listens', async () => {
    const { host, listener } = await open('A room with a rather long title that goes on and on');
    await press(listener, 'Ask to speak');
    await sees(host, 'Asking to speak (1)');
    for (const tab of [host, listener]) {
      await tab.page.setViewportSize({ width: 320, height: 640 });
      await expectToFit(tab, 'the room');
      await expectAccessible(tab, 'the room on a small screen');
    }
    await openMenu(host, 'Amara Diallo');
    await expectToFit(host, 'the menu of a person');
    await answer(host, 'Cancel');
    await gone(host, 'Put off the stage');
    await endRoom(host);
  });
});
