import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { boughtTicket, heldTicket, onSale, seller } from '../given/tickets.ts';
import { choose, press, sees } from './page-steps.ts';
import { openPageWorld, type PageWorld, type Tab } from './page-world.ts';
import { dropPlans, expectGood, listensTo } from './ticket-steps.ts';

let rooms: PageWorld;
beforeAll(async () => {
  rooms = await openPageWorld();
});
afterEach(async () => {
  await rooms.clear();
  await dropPlans(rooms);
});
afterAll(() => rooms.close());

const goTo = ({ page }: Tab, hash: string) => page.goto(`${rooms.world.url}/${hash}`);
const ownTicket = '**/tickets/me*';
const paying = ({ page }: Tab) => page.getByRole('link', { name: 'Go to payment' });

/** A room of Inês with so many tickets. */
const sold = async (quantity: number) => onSale(rooms.world, await seller(rooms.world, 'ines'), quantity);

describe('a buyer on the page', () => {
  it('hears in the dialog that their place is kept and where the payment is', async () => {
    const roomId = await sold(2);
    const buyer = await rooms.come();
    await choose(buyer, 'Mei Tanaka');
    await goTo(buyer, `#/rooms/${roomId}`);
    await press(buyer, 'Buy a ticket');
    const said = await listensTo(buyer);
    await press(buyer, 'Keep my place');
    await paying(buyer).first().waitFor();
    await expect.poll(said).toContain('Your place is kept until you have paid.');
  });

  it('sees the time to pay by the clock of the API, and no way to pay when it is over', async () => {
    const roomId = await sold(2);
    await heldTicket(rooms.world, await rooms.world.person('mei'), roomId);
    const buyer = await rooms.come({ width: 360 });
    await choose(buyer, 'Mei Tanaka');
    // Theirs is twenty minutes fast.
    await buyer.page.clock.install({ time: Date.now() + 1_200_000 });
    await goTo(buyer, `#/rooms/${roomId}`);
    await sees(buyer, /^3\d:\d\d$/);
    const said = await listensTo(buyer);
    const payBy = new Date(Date.now() + 4_000).toISOString();
    await buyer.page.route(ownTicket, async (route) => {
      const answer = await route.fetch();
      const body = await answer.json();
      await route.fulfill({ response: answer, json: { ...body, ticket: { ...body.ticket, payBy } } });
    });
    await sees(buyer, 'The time to pay is over.');
    expect([await paying(buyer).count(), await buyer.page.getByRole('timer').count()]).toEqual([0, 0]);
    expect((await said()).join()).toContain('The time to pay is over.');
    await expectGood(buyer, 'a kept place whose time is over');
    await buyer.page.unrouteAll({ behavior: 'ignoreErrors' });
  });

  it('is not told for ever that a payment is looked for', async () => {
    const roomId = await sold(2);
    await heldTicket(rooms.world, await rooms.world.person('mei'), roomId);
    const buyer = await rooms.come();
    await choose(buyer, 'Mei Tanaka');
    await buyer.page.clock.install();
    await goTo(buyer, `#/rooms/${roomId}?paid=true`);
    await sees(buyer, 'Looking for your payment…');
    for (let look = 1; look < 10; look += 1) {
      const answer = buyer.page.waitForResponse(ownTicket);
      await buyer.page.clock.runFor(4_000);
      await answer;
    }
    await sees(buyer, 'No payment was found yet.');
    await expectGood(buyer, 'back without a payment');
  });

  it('is nobody who was invited on stage', async () => {
    const { world } = rooms;
    const ines = await seller(world, 'ines');
    const { userId } = await world.person('mei');
    const startsAt = new Date(world.cloud.clock.now() + 86_400_000).toISOString();
    const wish = { title: 'With Mei', startsAt, audience: 'tickets', invitedUserIds: [userId] };
    const { id } = (await ines.post('/v1/rooms', wish)).body.room;
    const price = { amount: 500, currency: 'usd' };
    expect((await ines.put(`/v1/rooms/${id}/sale`, { price, quantity: 2 })).status).toBe(200);
    const invited = await rooms.come({ width: 360 });
    await choose(invited, 'Mei Tanaka');
    await goTo(invited, `#/rooms/${id}`);
    await sees(invited, 'You are invited on stage, so you need no ticket.');
    expect(await invited.page.getByText('Buy a ticket').count()).toBe(0);
    await expectGood(invited, 'a planned room of somebody invited');
    await ines.post(`/v1/rooms/${id}/start`);
    await invited.page.getByRole('button', { name: 'Listen' }).waitFor();
    expect(await invited.page.getByText('Listeners need a ticket').count()).toBe(0);
    await press(invited, 'Listen');
    await sees(invited, 'You are listening.');
  });

  it('asks where they stand in the line three times a minute, and only while they wait', async () => {
    const roomId = await sold(1);
    await boughtTicket(rooms.world, await rooms.world.person('mei'), roomId);
    const late = await rooms.come();
    await choose(late, 'Jonas Lind');
    let looks = 0;
    late.page.on('request', (request) => {
      if (request.url().endsWith('/waitlist/me') && request.method() === 'GET') looks += 1;
    });
    await late.page.clock.install();
    await goTo(late, `#/rooms/${roomId}`);
    await late.page.getByRole('button', { name: 'Wait for a ticket' }).waitFor();
    await late.page.clock.runFor(120_000);
    expect(looks).toBe(1);
    await press(late, 'Wait for a ticket');
    await sees(late, 'You are number 1 in line.');
    looks = 0;
    await late.page.clock.runFor(14_000);
    expect(looks).toBe(0);
    await late.page.clock.runFor(12_000);
    await expect.poll(() => looks).toBe(1);
  });

  it('is told when the line, the planned rooms or a room cannot be read', async () => {
    const { world } = rooms;
    const roomId = await sold(1);
    await boughtTicket(world, await world.person('mei'), roomId);
    const [late, holder] = await Promise.all([rooms.come({ width: 360 }), rooms.come({ width: 360 })]);
    await choose(late, 'Jonas Lind');
    await late.page.route('**/waitlist/me', (route) => route.abort());
    await goTo(late, `#/rooms/${roomId}`);
    await sees(late, 'Rostrum does not answer.');
    await expectGood(late, 'a line that cannot be read');
    await late.page.route(/state=scheduled/, (route) => route.abort());
    await goTo(late, '#/');
    await sees(late, 'The planned rooms are not shown for the moment.');
    await expectGood(late, 'planned rooms that cannot be read');
    await choose(holder, 'Mei Tanaka');
    await holder.page.route(`**/v1/rooms/${roomId}`, (route) => route.abort());
    await goTo(holder, '#/tickets');
    await sees(holder, 'What is known of the room cannot be shown.');
    await expectGood(holder, 'a ticket of a room that cannot be read');
  });
});
