import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dashboardOf } from '../given/operators.ts';
import { amountsOf, day, expectBalanced, heldRoom, net, standing, tellStripe, transfersOf } from '../given/payouts.ts';
import { begin, finish, paymentOf } from '../given/restoring.ts';
import { boughtTicket, ledgerOf, onSale, seller, stateOf } from '../given/tickets.ts';
import { openWorld, type World } from '../world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const firstPaid = (roomId: string): string =>
  ledgerOf(world, roomId).find(({ kind }) => kind === 'purchase')?.paymentIntentId ?? '';
const dispute = (paymentIntent: string, outcome?: 'won' | 'lost') =>
  tellStripe(world, 'dispute', { paymentIntent, ...(outcome && { outcome }) });
/** A host's 97 of a hundred; what cannot be divided is theirs. */
const shareOf = (tickets: number): number => tickets * net - Math.floor((tickets * net * 3) / 100);
const booked = (roomId: string) =>
  ['escrow', 'host', 'lost'].map((account) => [account, standing(world, roomId, account)] as const);
const expectBooked = (roomId: string, sums: Readonly<Record<'escrow' | 'host' | 'lost', number>>): void => {
  expect(Object.fromEntries(booked(roomId))).toEqual(sums);
  expectBalanced(world, roomId);
};

describe('a payout that was refused', () => {
  it('is sent of what is left by then, and once', async () => {
    const roomId = await heldRoom(world, 'ada', 3);
    await world.advance(7 * day - 60);
    await tellStripe(world, 'balance', { available: 0 });
    await world.advance(180);
    expect(await amountsOf(world, roomId)).toEqual([]);
    await dispute(firstPaid(roomId), 'lost');
    await tellStripe(world, 'balance', { available: 1_000_000 });
    await world.advance(day);
    await world.advance(60);
    expect(await amountsOf(world, roomId)).toEqual([shareOf(2)]);
    expectBooked(roomId, { escrow: 0, host: shareOf(2), lost: 0 });
  });

  it('and was made all the same is booked as it was made, whatever a bank took meanwhile', async () => {
    const roomId = await heldRoom(world, 'bea', 2);
    const fault = { service: 'stripe', operation: 'transfers.create', mode: 'apply-then-fail', times: 2 };
    expect((await world.nobody.post('/local/faults', fault)).status).toBe(201);
    await world.advance(7 * day + 120);
    await dispute(firstPaid(roomId), 'lost');
    await world.advance(60);
    expect(await amountsOf(world, roomId)).toEqual([shareOf(2)]);
    expectBooked(roomId, { escrow: 0, host: shareOf(2), lost: -net });
  });
});

describe('somebody who is put out while a bank disputes their payment', () => {
  const putOut = async (name: string, wish: string) => {
    const host = await seller(world, name);
    const buyer = await world.person(`buyer${name}`, { tokenSeconds: 2_000_000 });
    const roomId = await onSale(world, host, 2);
    await boughtTicket(world, buyer, roomId);
    await begin(host, roomId);
    await dispute(firstPaid(roomId));
    expect(await stateOf(buyer, roomId)).toBe('disputed');
    expect((await host.remove(`/v1/rooms/${roomId}/people/${buyer.userId}${wish}`)).status).toBe(200);
    await world.settle();
    return { buyer, roomId };
  };

  it('has no ticket when the dispute is won', async () => {
    const { buyer, roomId } = await putOut('flo', '');
    expect(await stateOf(buyer, roomId)).toBe('revoked');
    await dispute(firstPaid(roomId), 'won');
    expect(await stateOf(buyer, roomId)).toBe('revoked');
    expectBooked(roomId, { escrow: net, host: 0, lost: 0 });
  });

  it('has their money then, when it was to go back', async () => {
    const { buyer, roomId } = await putOut('gus', '?refund=true');
    expect(await stateOf(buyer, roomId)).toBe('refund_failed');
    await dispute(firstPaid(roomId), 'won');
    expect(await stateOf(buyer, roomId)).toBe('refunded');
    expectBooked(roomId, { escrow: 0, host: 0, lost: 0 });
  });
});

describe('a host', () => {
  it('is not paid while a bank disputes a ticket, and is paid all of it when the dispute is won', async () => {
    const roomId = await heldRoom(world, 'cem', 2);
    await dispute(firstPaid(roomId));
    await world.advance(8 * day);
    expect(await amountsOf(world, roomId)).toEqual([]);
    await dispute(firstPaid(roomId), 'won');
    await world.advance(day + 60);
    await world.advance(60);
    expect(await amountsOf(world, roomId)).toEqual([shareOf(2)]);
    expectBooked(roomId, { escrow: 0, host: shareOf(2), lost: 0 });
  });

  it('is paid the rest when it is lost', async () => {
    const roomId = await heldRoom(world, 'dan', 2);
    await dispute(firstPaid(roomId));
    await world.advance(8 * day);
    await dispute(firstPaid(roomId), 'lost');
    await world.advance(day + 60);
    await world.advance(60);
    expect(await amountsOf(world, roomId)).toEqual([shareOf(1)]);
    expectBooked(roomId, { escrow: 0, host: shareOf(1), lost: 0 });
  });

  it('waits as well for the dispute of somebody who was put out without their money', async () => {
    const host = await seller(world, 'eva');
    const roomId = await onSale(world, host, 3);
    const [stays, goes] = await Promise.all(
      ['stays', 'goes'].map((handle) => world.person(handle, { tokenSeconds: 2_000_000 })),
    );
    if (!stays || !goes) throw new Error('nobody came');
    for (const person of [stays, goes]) await boughtTicket(world, person, roomId);
    await begin(host, roomId);
    expect((await host.remove(`/v1/rooms/${roomId}/people/${goes.userId}`)).status).toBe(200);
    await finish(world, host, roomId);
    await dispute(paymentOf(world, roomId, goes));
    await world.advance(8 * day);
    expect(await amountsOf(world, roomId)).toEqual([]);
    await dispute(paymentOf(world, roomId, goes), 'won');
    await world.advance(day + 60);
    await world.advance(60);
    expect(await amountsOf(world, roomId)).toEqual([shareOf(2)]);
    expectBooked(roomId, { escrow: 0, host: shareOf(2), lost: 0 });
  });
});

describe('once the host was paid', () => {
  it('what an operator sends back by hand is the platform’s loss, and what they take back from the host makes up for it', async () => {
    const roomId = await heldRoom(world, 'fay', 2);
    await world.advance(7 * day + 120);
    await world.advance(60);
    const dashboard = await dashboardOf(world);
    await dashboard.refunds.create({ payment_intent: firstPaid(roomId) });
    await world.settle();
    expectBooked(roomId, { escrow: 0, host: shareOf(2), lost: -net });
    const [made] = await transfersOf(world, roomId);
    await dashboard.transfers.createReversal(made?.id ?? '', { amount: 300 });
    await world.settle();
    expectBooked(roomId, { escrow: 0, host: shareOf(2) - 300, lost: 300 - net });
    await dashboard.transfers.createReversal(made?.id ?? '', { amount: 100 });
    await world.settle();
    await world.nobody.post('/local/stripe/events', { id: made?.id, deliveries: 3, order: 'reverse' });
    await world.advance(60);
    expectBooked(roomId, { escrow: 0, host: shareOf(2) - 400, lost: 400 - net });
  });
});
