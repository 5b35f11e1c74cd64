import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { balancesOf } from '../../domain/ledger.ts';
import { outcomesOf, placesOf } from '../given/books.ts';
import { dashboardOf } from '../given/operators.ts';
import { paymentOf } from '../given/restoring.ts';
import { expectRefused, toldOf } from '../given/stories.ts';
import { boughtTicket, heldTicket, ledgerOf, onSale, openSellingWorld, seller, stateOf } from '../given/tickets.ts';
import type { Person, World } from '../world.ts';

let world: World;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ world, close } = await openSellingWorld());
});
afterAll(() => close());

const toSales = (text: string) => JSON.parse(text) as { readonly data: readonly { readonly state: string }[] };
let number = 0;
/** A live room of which all tickets are sold: its holder has paid, and was put out for good without a refund. */
async function bannedHolder() {
  number += 1;
  const host = await seller(world, `host${number}`);
  const holder = await world.person(`holder${number}`, { tokenSeconds: 700_000 });
  const roomId = await onSale(world, host, 1);
  await boughtTicket(world, holder, roomId);
  const at = (path: string) => `/v1/rooms/${roomId}/${path}`;
  const ban = async (wish = '') => {
    expect((await host.remove(at(`people/${holder.userId}${wish}`))).status).toBe(200);
    await world.settle();
  };
  const lift = async () => expect((await host.remove(at(`bans/${holder.userId}`))).status).toBe(200);
  const join = (person: Person = holder) => person.post(at('join'));
  expect((await host.post(at('start'))).status).toBe(200);
  await world.settle();
  expect((await join()).status).toBe(200);
  await ban();
  expect(await stateOf(holder, roomId)).toBe('revoked');
  const comp = () => host.post(at('comps'), { userId: holder.userId });
  return { host, holder, roomId, at, ban, lift, join, comp };
}
const balances = (roomId: string) => balancesOf(ledgerOf(world, roomId));

describe('somebody whose ban is lifted', { timeout: 60_000 }, () => {
  it('is given a ticket at the place that was theirs, and what they paid stays booked', async () => {
    const { holder, roomId, lift, join, comp } = await bannedHolder();
    expectRefused(await comp(), 403, 'blocked_from_room');
    await lift();
    expectRefused(await join(), 402, 'ticket_required');
    const before = ledgerOf(world, roomId);
    const given = await comp();
    expect([given.status, given.body], given.text).toMatchObject([201, { ticket: { state: 'comp' } }]);
    expect((await comp()).body).toEqual(given.body);
    expect((await join()).status).toBe(200);
    expect(await stateOf(holder, roomId)).toBe('comp');
    expect(ledgerOf(world, roomId)).toEqual(before);
    expect([placesOf(world, roomId), outcomesOf(world, roomId)]).toEqual([{ free: 0, taken: 1 }, { ticket: 1 }]);
  });

  it('buys another ticket, and each payment has its end', async () => {
    const { host, holder, roomId, at, lift, join } = await bannedHolder();
    await lift();
    const [other] = [await world.person(`other${number}`)];
    expectRefused(await other.post(at('tickets')), 409, 'sold_out');
    await boughtTicket(world, holder, roomId);
    expect([await stateOf(holder, roomId), (await join()).status]).toEqual(['paid', 200]);
    expectRefused(await holder.post(at('tickets')), 409, 'already_has_ticket', { state: 'paid' });
    expect([placesOf(world, roomId), outcomesOf(world, roomId)]).toEqual([{ free: 0, taken: 1 }, { ticket: 2 }]);
    expect(balances(roomId)).toMatchObject({ buyers: -1000, escrow: 910 });
    const sold = toSales((await host.get(at('sales'))).text);
    expect(sold.data.map(({ state }) => state).toSorted()).toEqual(['paid', 'revoked']);
  });

  it('lets the place go when they do not pay for it', async () => {
    const { holder, roomId, at, lift } = await bannedHolder();
    await lift();
    await heldTicket(world, holder, roomId);
    expect((await holder.remove(at('tickets/me'))).status).toBe(200);
    await world.settle();
    expect([await stateOf(holder, roomId), placesOf(world, roomId)]).toEqual(['expired', { free: 1, taken: 0 }]);
    await boughtTicket(world, await world.person(`other${number}`), roomId);
    expect(placesOf(world, roomId)).toEqual({ free: 0, taken: 1 });
  });

  it('keeps the new ticket when the payment of the old one is sent back, or lost to the bank', async () => {
    const { holder, roomId, lift, comp, join } = await bannedHolder();
    const old = paymentOf(world, roomId, holder);
    await lift();
    expect((await comp()).status).toBe(201);
    const stripe = await dashboardOf(world);
    await stripe.refunds.create({ payment_intent: old });
    await world.settle();
    expect([await stateOf(holder, roomId), (await join()).status]).toEqual(['comp', 200]);
    expect(balances(roomId)).toMatchObject({ buyers: 0, escrow: 0 });
    expect([placesOf(world, roomId), outcomesOf(world, roomId)]).toEqual([{ free: 0, taken: 1 }, { refund: 1 }]);

    const again = await bannedHolder();
    const lost = paymentOf(world, again.roomId, again.holder);
    await again.lift();
    await boughtTicket(world, again.holder, again.roomId);
    const dispute = { paymentIntent: lost, outcome: 'lost' };
    expect((await world.nobody.post('/local/stripe/dispute', dispute)).status).toBe(200);
    await world.settle();
    expect([await stateOf(again.holder, again.roomId), (await again.join()).status]).toEqual(['paid', 200]);
    expect(outcomesOf(world, again.roomId)).toEqual({ ticket: 1, lost: 1 });
    expect(balances(again.roomId).buyers).toBe(-500);
  });

  it('is not put out of their new ticket when the bus tells of the old ban once more', async () => {
    const { holder, roomId, lift, comp } = await bannedHolder();
    await lift();
    await world.advance(5);
    expect((await comp()).status).toBe(201);
    const told = world.cloud.bus.history().filter((event) => event['detail-type'] === 'person.removed');
    for (const { detail } of told) world.cloud.bus.emit({ source: 'rostrum', detailType: 'person.removed', detail });
    await world.settle();
    expect(told.length).toBeGreaterThan(0);
    expect(await stateOf(holder, roomId)).toBe('comp');
  });
});

describe('a ban with a refund', { timeout: 60_000 }, () => {
  it('takes a ticket that was given as well', async () => {
    const { holder, roomId, ban, lift, join, comp } = await bannedHolder();
    await lift();
    expect((await comp()).status).toBe(201);
    expect((await join()).status).toBe(200);
    await ban('?refund=true');
    expect(await stateOf(holder, roomId)).toBe('revoked');
    await lift();
    expectRefused(await join(), 402, 'ticket_required');
  });
});

describe('a ban whose refund was forgotten', { timeout: 60_000 }, () => {
  it('is made one with a refund by saying so, once', async () => {
    const { holder, roomId, ban, join } = await bannedHolder();
    await ban('?refund=true');
    await ban('?refund=true');
    await ban();
    expect(await stateOf(holder, roomId)).toBe('refunded');
    expect(balances(roomId)).toMatchObject({ buyers: 0, escrow: 0 });
    expect([placesOf(world, roomId), outcomesOf(world, roomId)]).toEqual([{ free: 1, taken: 0 }, { refund: 1 }]);
    expect((await toldOf(world, roomId)).filter((name) => name === 'person.removed')).toHaveLength(2);
    expectRefused(await join(), 403, 'blocked_from_room');
  });
});
