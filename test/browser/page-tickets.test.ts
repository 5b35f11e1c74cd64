import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { boughtTicket, onSale, seller } from '../given/tickets.ts';
import { choose, endRoom, press, roomIdOf, sees } from './page-steps.ts';
import { openPageWorld, type PageWorld, type Tab } from './page-world.ts';
import { dropPlans, expectGood, fillSale, pay } from './ticket-steps.ts';

let rooms: PageWorld;
beforeAll(async () => {
  rooms = await openPageWorld();
});
afterEach(async () => {
  await rooms.clear();
  await dropPlans(rooms);
});
afterAll(() => rooms.close());

/** On another screen of the page that a tab shows. */
const goTo = ({ page }: Tab, hash: string) => page.goto(`${rooms.world.url}/${hash}`);

/** Everything a seller needs but a way to be paid. */
async function becomeKnown(handle: string): Promise<void> {
  const facts = { followers: 2_000, createdDaysAgo: 400, isEmailVerified: true, birthDate: '1990-01-01' };
  await rooms.world.nobody.post('/local/sign-in', { handle, ...facts, hostedRooms30d: 3 });
  await rooms.world.settle();
}

/** Ends on the planned room's screen. */
async function planWithTickets(host: Tab, title: string): Promise<string> {
  const { page } = host;
  await page.getByRole('link', { name: 'Plan a room for later' }).click();
  await page.getByLabel('What is it called?').fill(title);
  const tomorrow = new Date(rooms.world.cloud.clock.now() + 86_400_000).toISOString().slice(0, 16);
  await page.getByLabel('When does it start?').fill(tomorrow);
  await page.getByLabel('Listeners need a ticket').check();
  await fillSale(host, '5', '2');
  await sees(host, 'You get');
  await expectGood(host, 'planning a room');
  await press(host, 'Plan it and sell tickets');
  await host.page.getByRole('button', { name: 'Start the room' }).waitFor();
  return roomIdOf(host);
}

describe('tickets on the page', () => {
  it('cannot be sold by everybody, nor at any price, and the page says why', async () => {
    const host = await rooms.come({ width: 360, colorScheme: 'dark' });
    await choose(host, 'Tomás Vega');
    await goTo(host, '#/plan');
    await host.page.getByLabel('What is it called?').fill('Too early');
    const soon = new Date(rooms.world.cloud.clock.now() + 86_400_000).toISOString().slice(0, 16);
    await host.page.getByLabel('When does it start?').fill(soon);
    await host.page.getByLabel('Listeners need a ticket').check();
    await fillSale(host, '0.50', '10');
    await press(host, 'Plan it and sell tickets');
    await sees(host, 'A ticket costs from $1.00 to $999.00.');
    const price = host.page.getByRole('textbox', { name: 'Price in USD' });
    expect(await price.getAttribute('aria-invalid')).toBe('true');
    await fillSale(host, '9.99', '10');
    await press(host, 'Plan it and sell tickets');
    await sees(host, 'Selling tickets needs 1,000 followers. You have 640 followers.');
    await expectGood(host, 'a sale that was refused');
    expect(await price.getAttribute('aria-invalid')).toBeNull();
    // The room is there now, for holders of a ticket.
    expect(await host.page.getByLabel('Listeners need a ticket').isDisabled()).toBe(true);
    await host.page.getByRole('link', { name: 'See the room' }).click();
    await press(host, 'Sell tickets');
    await expectGood(host, 'a planned room of its host');
  });

  it('are put on sale by a host who can be paid, bought at the payment service, and open the door', async () => {
    await becomeKnown('tomas');
    const [host, buyer] = await Promise.all([rooms.come(), rooms.come({ width: 360, colorScheme: 'dark' })]);
    await choose(host, 'Tomás Vega');
    await goTo(host, '#/hosting');
    await press(host, 'Set up payouts');
    await press(host, 'Answer everything');
    await sees(host, 'You can be paid.');
    await expectGood(host, 'rooms and payouts');
    await host.page.getByRole('link', { name: 'Rostrum' }).click();
    const roomId = await planWithTickets(host, 'The long night');

    await choose(buyer, 'Amara Diallo');
    await goTo(buyer, `#/rooms/${roomId}`);
    await sees(buyer, '2 tickets left');
    await expectGood(buyer, 'a planned room with tickets');
    await press(buyer, 'Buy a ticket');
    await expectGood(buyer, 'before a place is kept');
    await press(buyer, 'Keep my place');
    await sees(buyer, 'Time left to pay');
    expect(await buyer.page.getByRole('timer').last().textContent()).toMatch(/^3\d:\d\d$/);
    await expectGood(buyer, 'a kept place');
    await pay(buyer, 'succeeds');
    await sees(buyer, 'You have a ticket.');
    await goTo(buyer, '#/tickets');
    await sees(buyer, 'The long night');
    await expectGood(buyer, 'my tickets');
    await goTo(buyer, `#/rooms/${roomId}`);

    await host.page.getByRole('link', { name: 'See what was sold' }).click();
    await sees(host, 'Amara Diallo');
    await expectGood(host, 'sales');
    await host.page.goBack();
    await press(host, 'Start the room');
    await sees(host, 'You are muted. Nobody hears you.');
    await press(buyer, 'Enter the room');
    await sees(buyer, 'You are listening.');
    await endRoom(host);
    await sees(buyer, 'The room is over');
  });

  it('are asked for at the door: the price, the way to one, and what is left', async () => {
    const ines = await seller(rooms.world, 'ines');
    const roomId = await onSale(rooms.world, ines, 1, 750);
    await ines.post(`/v1/rooms/${roomId}/start`);
    const [buyer, late] = await Promise.all([
      rooms.come({ path: `/#/rooms/${roomId}`, width: 360 }),
      rooms.come({ path: `/#/rooms/${roomId}`, colorScheme: 'dark' }),
    ]);
    await sees(buyer, 'Listeners need a ticket: sign in to get one.');
    expect(await buyer.page.getByRole('button', { name: 'Continue as a guest' }).count()).toBe(0);
    await expectGood(buyer, 'on the way to a room with tickets');
    await buyer.page.getByRole('button', { name: 'Ravi Menon' }).click();
    await sees(buyer, '1 ticket left');
    await press(buyer, 'Listen');
    await sees(buyer, 'A ticket is needed to enter this room.');
    await sees(buyer, '$7.50');
    await expectGood(buyer, 'a live room without a ticket');

    await press(buyer, 'Buy a ticket');
    await press(buyer, 'Keep my place');
    await pay(buyer, 'declined');
    await buyer.page.getByRole('link', { name: 'Back' }).click();
    await sees(buyer, 'Looking for your payment…');
    await expectGood(buyer, 'back without having paid');
    await late.page.getByRole('button', { name: 'Jonas Lind' }).click();
    await sees(late, 'All tickets are taken.');
    await expectGood(late, 'a sold out room');
    await press(late, 'Wait for a ticket');
    await sees(late, 'You are number 1 in line.');
    await expectGood(late, 'waiting for a ticket');
    await press(late, 'Stop waiting');
    await late.page.getByRole('button', { name: 'Wait for a ticket' }).waitFor();
    await pay(buyer, 'succeeds');
    await press(buyer, 'Enter the room');
    await sees(buyer, 'You are listening.');
  });

  it('that come back go to whoever waits, who is told when the room is moved', async () => {
    const { world } = rooms;
    const ines = await seller(world, 'ines');
    const roomId = await onSale(world, ines, 1);
    const holder = await world.person('mei');
    await boughtTicket(world, holder, roomId);
    const waiting = await rooms.come({ width: 360, colorScheme: 'dark' });
    await choose(waiting, 'Jonas Lind');
    await waiting.page.getByRole('link', { name: 'The long night' }).click();
    await press(waiting, 'Wait for a ticket');
    await sees(waiting, 'You are number 1 in line.');
    await holder.remove(`/v1/rooms/${roomId}/tickets/me`);
    await world.settle();
    await sees(waiting, 'A ticket came back and is kept for you until you have paid.');
    await sees(waiting, /^1:59:\d\d$/);
    await expectGood(waiting, 'an offered ticket');
    await pay(waiting, 'succeeds');
    await sees(waiting, 'You have a ticket.');
    await sees(waiting, 'You can give it back until');
    const startsAt = new Date(world.cloud.clock.now() + 2 * 86_400_000).toISOString();
    await ines.patch(`/v1/rooms/${roomId}`, { startsAt });
    await goTo(waiting, '#/tickets');
    await sees(waiting, 'The room was moved from');
    await expectGood(waiting, 'a ticket of a room that was moved');
  });

  it('go back before the room starts, and the money with them', async () => {
    const { world } = rooms;
    const roomId = await onSale(world, await seller(world, 'ines'), 3);
    await boughtTicket(world, await world.person('mei'), roomId);
    const buyer = await rooms.come({ width: 360 });
    await choose(buyer, 'Mei Tanaka');
    await expectGood(buyer, 'home with tickets');
    await buyer.page.getByRole('link', { name: 'Your tickets' }).click();
    await press(buyer, 'Get a refund');
    await expectGood(buyer, 'the question before a refund');
    await press(buyer, 'Give it back');
    // Of this ticket, the newest: another of hers went back before.
    await buyer.page.getByRole('article').first().getByText('Your money was sent back.').waitFor();
    expect((await world.nobody.get(`/v1/rooms/${roomId}/sale`)).body).toMatchObject({ available: 3 });
  });
});
