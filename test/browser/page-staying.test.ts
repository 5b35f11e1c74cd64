import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Operator, openOperator } from '../flows/operator.ts';
import { expectSilence, expectSound } from './listening.ts';
import { choose, endRoom, glimpses, goLive, listenTo, press, roomIdOf, sees } from './page-steps.ts';
import { openPageWorld, type PageWorld, type Tab } from './page-world.ts';

let rooms: PageWorld;
let operator: Operator;
beforeAll(async () => {
  rooms = await openPageWorld();
  operator = await openOperator(rooms.world);
});
afterEach(() => rooms.clear());
afterAll(() => rooms.close());

/** A host who speaks and somebody who listens. */
async function openRoom(title: string): Promise<{ readonly host: Tab; readonly listener: Tab }> {
  const [host, listener] = await Promise.all([rooms.come(), rooms.come()]);
  await Promise.all([choose(host, 'Tomás Vega'), choose(listener, 'Ravi Menon')]);
  await goLive(host, title);
  await listenTo(listener, title);
  await press(host, 'Unmute');
  await expectSound(listener, 'the listener hears the host');
  return { host, listener };
}

/** Longer than a page takes to read what it missed before it listened. */
const quiet = () => new Promise((go) => setTimeout(go, 2_500));

describe('staying in a room', () => {
  it('outlives a lost connection', async () => {
    const { host, listener } = await openRoom('A bad line');
    // The client is back in an instant: somebody has to look already.
    const lost = glimpses(host, 'The connection was lost.');
    expect(await rooms.cutLines(roomIdOf(host))).toBe(2);
    await lost;
    await sees(host, 'Everybody hears you.');
    await expectSound(listener, 'the host is heard again');
  });

  it('outlives the meeting that carries its sound', async () => {
    const { host, listener } = await openRoom('A renewed meeting');
    const before = await operator.liveRoom(roomIdOf(host));
    await operator.deleteMeeting(before.meeting.id);
    await expect
      .poll(async () => (await operator.liveRoom(before.id)).epoch, { timeout: 20_000 })
      .toBe(before.epoch + 1);
    await sees(host, 'Everybody hears you.');
    await sees(listener, 'You are listening.');
    await expectSound(listener, 'the host is heard through the new meeting');
  });

  it('makes room for the same person elsewhere, and comes back on request', async () => {
    const { host, listener } = await openRoom('Two devices');
    const other = await rooms.come({ path: `/#/rooms/${roomIdOf(host)}` });
    await other.page.getByRole('button', { name: 'Ravi Menon' }).click();
    await press(other, 'Listen');
    await sees(other, 'You are listening.');
    await sees(listener, 'another tab or device');
    await press(listener, 'Listen here');
    await expectSound(listener, 'sound is back where it was asked for');
    await sees(other, 'another tab or device');
  });

  it('brings a listener on stage when a host has put them there', async () => {
    const { host, listener } = await openRoom('Room on stage');
    await press(host, 'Mute');
    const ravi = await rooms.world.person('ravi');
    await operator.putOnStage(roomIdOf(host), ravi);
    await sees(listener, 'You are muted. Nobody hears you.');
    await sees(host, 'Ravi Menon joined the stage.');
    await expectSilence(host, 'a new speaker is muted');
    await press(listener, 'Unmute');
    await expectSound(host, 'the speaker is heard');

    let joins = 0;
    listener.page.on('request', (request) => {
      joins += request.url().endsWith('/join') ? 1 : 0;
    });
    const lost = glimpses(listener, 'The connection was lost.');
    await rooms.cutLines(roomIdOf(host));
    await lost;
    await sees(listener, 'Everybody hears you.');
    await expectSound(host, 'the speaker came back on stage');
    expect(joins, 'with the credential at hand').toBe(0);
  });

  it('shows a new title and the size of the crowd as they change, without asking', async () => {
    const { host, listener } = await openRoom('Night trains');
    await glimpses(listener, '1 listener');
    let readings = 0;
    // Whoever has just come reads once more, for what was told before they listened.
    await quiet();
    listener.page.on('request', (request) => {
      readings += /\/v1\/rooms\//.test(request.url()) ? 1 : 0;
    });
    const tomas = await rooms.world.person('tomas');
    await tomas.patch(`/v1/rooms/${roomIdOf(host)}`, { title: 'Day trains' });
    await Promise.all([host, listener].map((tab) => tab.page.getByRole('heading', { name: 'Day trains' }).waitFor()));
    expect(await listener.page.title()).toBe('Day trains · Rostrum');
    expect(await listener.page.getByRole('status').textContent()).toBe('The room is called Day trains now.');
    const friend = await rooms.come({ path: `/#/rooms/${roomIdOf(host)}` });
    await friend.page.getByRole('button', { name: 'Amara Diallo' }).click();
    await press(friend, 'Listen');
    await Promise.all([sees(host, '2 listeners'), sees(listener, '2 listeners')]);
    await press(friend, 'Leave');
    await Promise.all([sees(host, '1 listener'), sees(listener, '1 listener')]);
    expect(readings, 'of the room by somebody who is told').toBe(0);
    await endRoom(host);
    await sees(listener, 'The room is over');
    expect(listener.complaints).toEqual([]);
  });

  it('ends for a person who leaves, and the host is missed', async () => {
    const { host, listener } = await openRoom('Goodbye');
    await press(host, 'Leave');
    await host.page.getByRole('heading', { name: 'Live now' }).waitFor();
    await sees(listener, 'The host is away.');
    await host.page.getByRole('link', { name: 'Goodbye' }).click();
    await sees(host, 'You are muted. Nobody hears you.');
    await expect.poll(() => listener.page.getByText('The host is away.').count(), { timeout: 10_000 }).toBe(0);
    await endRoom(host);
    await sees(listener, 'The room is over');
  });
});
