import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { boughtTicket, ledgerOf, onSale, seller } from '../given/tickets.ts';
import { openWorld, type Person, type World } from '../world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

let count = 0;
const buyer = (): Promise<Person> => world.person(`buyer${++count}`, { tokenSeconds: 2_000_000 });
type Snapshot = { readonly transfers: readonly { readonly amount: number; readonly transfer_group: string }[] };
const toSnapshot = (value: unknown) => value as Snapshot;
const transfersOf = async (roomId: string) =>
  toSnapshot(JSON.parse((await world.nobody.get('/local/stripe')).text))
    .transfers.filter(({ transfer_group: group }) => group === roomId)
    .map(({ amount }) => amount);

const payoutsOf = (roomId: string) => ledgerOf(world, roomId).filter(({ kind }) => kind === 'payout').length;

/** A room that took place, with so many tickets sold at 500 cents. */
async function heldRoom(sold: number): Promise<string> {
  // What the app says of people is stale after a week: it says it again.
  const host = await seller(world, 'ada');
  const roomId = await onSale(world, host, sold + 1);
  for (let ticket = 0; ticket < sold; ticket += 1) await boughtTicket(world, await buyer(), roomId);
  expect((await host.post(`/v1/rooms/${roomId}/start`)).status).toBe(200);
  expect((await host.post(`/v1/rooms/${roomId}/end`)).status).toBe(200);
  await world.settle();
  return roomId;
}

describe('the host of a room with tickets', () => {
  it('is paid once, a week after it, what is left of the fees and the platform’s share', async () => {
    const roomId = await heldRoom(3);
    await world.advance(7 * 86_400 - 3_600);
    expect(await transfersOf(roomId)).toEqual([]);
    await world.advance(2 * 3_600);
    // Three times 500 less 45 cents of fees; three of a hundred of that are the platform's.
    expect(await transfersOf(roomId)).toEqual([1365 - 40]);
    await world.advance(86_400);
    expect(await transfersOf(roomId)).toHaveLength(1);
    const sums = ledgerOf(world, roomId).map(({ lines }) => Object.values(lines).reduce((sum, line) => sum + line, 0));
    expect([...new Set(sums)]).toEqual([0]);
    expect(ledgerOf(world, roomId).reduce((sum, { lines }) => sum + (lines['escrow'] ?? 0), 0)).toBe(0);
  });

  it('is paid once when the answer to the transfer was lost', async () => {
    const roomId = await heldRoom(1);
    const fault = { service: 'stripe', operation: 'transfers.create', mode: 'apply-then-fail', times: 2 };
    expect((await world.nobody.post('/local/faults', fault)).status).toBe(201);
    await world.advance(7 * 86_400 + 3_600);
    expect(await transfersOf(roomId)).toEqual([442]);
    expect(world.cloud.runner.logs().filter(({ text }) => text.includes('payments_unavailable'))).not.toEqual([]);
    // The sweep comes every minute, and looks before it asks again.
    await world.advance(60);
    expect([await transfersOf(roomId), payoutsOf(roomId)]).toEqual([[442], 1]);
  });
});
