import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LogLine } from '../../local/runner/log.ts';
import { stripeSecrets } from '../../local/stripe/keys.ts';
import { stateOf as alarmStateOf, samplesOf } from '../given/alarm-state.ts';
import { configWith } from '../given/config.ts';
import { deployedAlarm } from '../given/deployed-alarm.ts';
import { moderatorNamed } from '../given/moderation.ts';
import { accountBecomes, amountsOf, day, heldRoom, net, standing } from '../given/payouts.ts';
import { begin, failing, finish, giveUp, holders } from '../given/restoring.ts';
import { expectRefused } from '../given/stories.ts';
import { completedSession, deliverTo } from '../given/stripe-deliveries.ts';
import { boughtTicket, heldTicket, onSale, pay, seller, stateOf } from '../given/tickets.ts';
import { openWorld, type Person, type World } from '../world.ts';

/** What three tickets bring is shared at 97 of a hundred, what comes after it at 80. */
const config = configWith({ overrides: { fullShareUpTo: 3 * net } });
const lines: LogLine[] = [];
let world: World;
beforeAll(async () => {
  world = await openWorld({ configFile: config.configFile, onLog: (line) => lines.push(line) });
});
afterAll(async () => {
  await world.close();
  config.remove();
});

let count = 0;
const buyer = (): Promise<Person> => world.person(`buyer${++count}`, { tokenSeconds: 2_000_000 });
const tickets = (roomId: string): string => `/v1/rooms/${roomId}/tickets`;

describe('a host whom the payment service pays no more', () => {
  it('sells nothing until it does again; what is kept or given away is not touched', async () => {
    const host = await seller(world, 'ada');
    const roomId = await onSale(world, host, 6);
    const [early, late, guest] = [await buyer(), await buyer(), await buyer()];
    const checkoutUrl = await heldTicket(world, early, roomId);
    await accountBecomes(world, host, 'restricted');
    expectRefused(await late.post(tickets(roomId)), 409, 'sale_closed');
    expect((await host.post(`/v1/rooms/${roomId}/comps`, { userId: guest.userId })).status).toBe(201);
    await pay(world, checkoutUrl);
    expect(await stateOf(early, roomId)).toBe('paid');
    await accountBecomes(world, host, 'active');
    await boughtTicket(world, late, roomId);
    expect(await stateOf(late, roomId)).toBe('paid');
  });

  it('has nothing offered to those who wait, and keeps it for them', async () => {
    const host = await seller(world, 'bea');
    const roomId = await onSale(world, host, 1);
    const [first, waiting] = [await buyer(), await buyer()];
    await boughtTicket(world, first, roomId);
    expect((await waiting.post(`/v1/rooms/${roomId}/waitlist/me`)).status).toBe(200);
    await accountBecomes(world, host, 'restricted');
    await giveUp(world, first, roomId);
    await world.advance(120);
    expect((await waiting.get(`${tickets(roomId)}/me`)).status).toBe(404);
    await accountBecomes(world, host, 'active');
    await world.advance(60);
    expect(await stateOf(waiting, roomId)).toBe('held');
  });
});

describe('a host who is suspended', () => {
  it.each(['hosting', 'account'])('is paid when that is lifted (%s)', async (scope) => {
    const roomId = await heldRoom(world, `s${scope}`, 1);
    const { userId } = await seller(world, `s${scope}`);
    const suspension = `/v1/moderation/users/${userId}/suspension`;
    const body = { scope, reason: 'Sold tickets to a room that was not theirs.' };
    const moderator = await moderatorNamed(world, 'mod');
    expect((await moderator.put(suspension, body)).status).toBe(200);
    await world.advance(9 * day);
    expect(await amountsOf(world, roomId)).toEqual([]);
    const again = await moderatorNamed(world, 'mod');
    const lifted = await again.remove(`${suspension}?scope=${scope}`);
    expect(lifted.status, lifted.text).toBe(200);
    await world.advance(day + 60);
    await world.advance(60);
    expect(await amountsOf(world, roomId)).toEqual([442]);
  });
});

describe('a host of two rooms that are paid in one minute', () => {
  it('crosses the boundary of the full share once, to the cent', async () => {
    const host = await seller(world, 'cem');
    const rooms: string[] = [];
    for (let room = 0; room < 2; room += 1) {
      const roomId = await onSale(world, host, 3);
      rooms.push(roomId);
      await holders(world, 2, roomId);
      await begin(host, roomId);
      await finish(world, host, roomId);
    }
    await failing(world, 'transfers.create', 4);
    await world.advance(7 * day + 120);
    await world.advance(60);
    await world.advance(day);
    const platform = rooms.reduce((sum, roomId) => sum + standing(world, roomId, 'platform'), 0);
    const shares = [Math.floor((2 * net * 3) / 100), Math.floor((net * 3) / 100) + Math.floor((net * 20) / 100)];
    expect(platform).toBe(shares.reduce((sum, share) => sum + share, 0));
    expect((await Promise.all(rooms.map((roomId) => amountsOf(world, roomId)))).flat().toSorted()).toEqual(
      shares.map((share) => 2 * net - share).toSorted(),
    );
  });
});

it('an operator is told of a host whose own bank takes no payout', async () => {
  const [secret = ''] = stripeSecrets().signingSecrets;
  const object = { id: 'po_1', object: 'payout' };
  const event = completedSession({ id: 'evt_po', type: 'payout.failed', account: 'acct_1', data: { object } });
  expect((await deliverTo(world, { body: JSON.stringify(event), secret })).status).toBe(200);
  await world.settle();
  const samples = lines.flatMap(({ text }) => samplesOf(text));
  expect(alarmStateOf(deployedAlarm('payouts-failed'), samples, world.cloud.clock.now())).toBe('ALARM');
});
