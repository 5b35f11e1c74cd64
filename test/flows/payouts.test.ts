import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ledgerBooks, stripeBooks } from '../given/books.ts';
import { dashboardOf } from '../given/operators.ts';
import { begin, finish, giveUp, paymentOf } from '../given/restoring.ts';
import { balancesIn, boughtTicket, ledgerOf, onSale, seller, stateOf } from '../given/tickets.ts';
import { openWorld, type Person, type World } from '../world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
afterEach(() => world.nobody.remove('/local/faults'));

let count = 0;
const buyer = (): Promise<Person> => world.person(`buyer${++count}`, { tokenSeconds: 2_000_000 });
type Snapshot = { readonly transfers: readonly { readonly amount: number; readonly transfer_group: string }[] };
const toSnapshot = (value: unknown) => value as Snapshot;
const transfersOf = async (roomId: string) =>
  toSnapshot(JSON.parse((await world.nobody.get('/local/stripe')).text))
    .transfers.filter(({ transfer_group: group }) => group === roomId)
    .map(({ amount }) => amount);

const payoutsOf = (roomId: string) => ledgerOf(world, roomId).filter(({ kind }) => kind === 'payout').length;

/** A room that took place, with so many tickets sold at 500 cents; some of them are given back before. */
async function heldRoom(sold: number, givenBack = 0) {
  // What the app says of people is stale after a week: it says it again.
  const host = await seller(world, 'ada');
  const roomId = await onSale(world, host, sold + 1);
  const people = await Promise.all(Array.from({ length: sold }, buyer));
  for (const person of people) await boughtTicket(world, person, roomId);
  for (const person of people.slice(0, givenBack)) await giveUp(world, person, roomId);
  await begin(host, roomId);
  await finish(world, host, roomId);
  return { roomId, people };
}
const fault = async (fault: object): Promise<void> => {
  expect((await world.nobody.post('/local/faults', { service: 'stripe', ...fault })).status).toBe(201);
};
const unanswered = () => world.cloud.runner.logs().filter(({ text }) => text.includes('payments_unavailable')).length;

describe('the host of a room with tickets', () => {
  it('is paid once, a week after it, what is left of the fees and the platform’s share', async () => {
    const { roomId } = await heldRoom(3);
    await world.advance(7 * 86_400 - 3_600);
    expect(await transfersOf(roomId)).toEqual([]);
    await world.advance(2 * 3_600);
    // Three times 500 less 45 cents of fees; three of a hundred of that are the platform's.
    expect(await transfersOf(roomId)).toEqual([1365 - 40]);
    await world.advance(86_400);
    expect(await transfersOf(roomId)).toHaveLength(1);
    expect(ledgerBooks(world, roomId)).toEqual(stripeBooks(world, roomId));
    expect(balancesIn(world, roomId)).toMatchObject({ escrow: 0, host: 1325, platform: 40, fees: 135 });
  });

  it('is paid nothing of what went back, before the room or after it, and bears no fee of that', async () => {
    const { roomId, people } = await heldRoom(4, 1);
    const [before, after] = people;
    if (!before || !after) return;
    await (await dashboardOf(world)).refunds.create({ payment_intent: paymentOf(world, roomId, after) });
    await world.settle();
    expect([await stateOf(before, roomId), await stateOf(after, roomId)]).toEqual(['refunded', 'refunded']);
    await world.advance(7 * 86_400 + 3_600);
    // Two of four times 500 less 45 cents of fees; three of a hundred of that are the platform's.
    expect(await transfersOf(roomId)).toEqual([910 - 27]);
    expect(ledgerBooks(world, roomId)).toEqual(stripeBooks(world, roomId));
    expect(ledgerBooks(world, roomId)).toEqual({ collected: 1_000, fees: 180, transferred: 883 });
    // The payment service keeps the fees of what went back: the platform bears them.
    expect(balancesIn(world, roomId)).toMatchObject({ escrow: 0, transit: 0, host: 883, platform: 27 - 90 });
  });

  it('is paid once when the answer to the transfer was lost', async () => {
    const { roomId } = await heldRoom(1);
    const before = unanswered();
    await fault({ operation: 'transfers.create', mode: 'apply-then-fail', times: 2 });
    await world.advance(7 * 86_400 + 3_600);
    expect(await transfersOf(roomId)).toEqual([442]);
    expect(unanswered()).toBeGreaterThan(before);
    // The sweep comes every minute, and looks before it asks again.
    await world.advance(60);
    expect([await transfersOf(roomId), payoutsOf(roomId)]).toEqual([[442], 1]);
  });

  it('is paid once though the payment service answers nothing for longer than it knows a key', async () => {
    const { roomId } = await heldRoom(1);
    await fault({ operation: 'transfers.create', mode: 'apply-then-fail' });
    await world.advance(7 * 86_400 + 3_600);
    expect([await transfersOf(roomId), payoutsOf(roomId)]).toEqual([[442], 0]);
    await fault({ mode: 'fail-before', times: 1_000_000 });
    await world.advance(25 * 3_600);
    expect([await transfersOf(roomId), payoutsOf(roomId)]).toEqual([[442], 0]);
    // By now the same key is another request: only the look knows that it was made.
    await world.nobody.remove('/local/faults');
    await world.advance(120);
    expect([await transfersOf(roomId), payoutsOf(roomId)]).toEqual([[442], 1]);
    expect(ledgerBooks(world, roomId)).toEqual(stripeBooks(world, roomId));
  });
});
