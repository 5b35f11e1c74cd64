import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { followOwn } from '../given/subscriber.ts';
import {
  balancesIn,
  boughtTicket,
  heldTicket,
  ledgerOf,
  onSale,
  openSellingWorld,
  pay,
  stateOf,
} from '../given/tickets.ts';
import type { Person, World } from '../world.ts';

let world: World;
let host: Person;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ world, host, close } = await openSellingWorld());
});
afterAll(() => close());

let count = 0;
const buyer = (): Promise<Person> => world.person(`buyer${++count}`, { tokenSeconds: 700_000 });
const available = async (roomId: string) =>
  toSale(JSON.parse((await world.nobody.get(`/v1/rooms/${roomId}/sale`)).text)).available;
const toSale = (value: unknown) => value as { readonly available: number };

describe('a place that nobody pays for', () => {
  it('comes back when the payment has expired, and not before', async () => {
    const roomId = await onSale(world, host, 1);
    const person = await buyer();
    await heldTicket(world, person, roomId);
    expect(await available(roomId)).toBe(0);
    expect((await (await buyer()).post(`/v1/rooms/${roomId}/tickets`)).body.error.code).toBe('sold_out');
    await world.advance(34 * 60);
    expect([await stateOf(person, roomId), await available(roomId)]).toEqual(['held', 0]);
    await world.advance(4 * 60);
    expect([await stateOf(person, roomId), await available(roomId)]).toEqual(['expired', 1]);
  });

  it('comes back when its buyer gives it back', async () => {
    const roomId = await onSale(world, host, 1);
    const person = await buyer();
    await heldTicket(world, person, roomId);
    expect((await person.remove(`/v1/rooms/${roomId}/tickets/me`)).status).toBe(200);
    await world.settle();
    expect([await stateOf(person, roomId), await available(roomId)]).toEqual(['expired', 1]);
    await heldTicket(world, person, roomId);
    expect(await stateOf(person, roomId)).toBe('held');
  });
});

describe('a paid ticket', () => {
  it('that is given back before the start is refunded once, and its place is sold again', async () => {
    const roomId = await onSale(world, host, 1);
    const person = await buyer();
    await boughtTicket(world, person, roomId);
    const [first, second] = await Promise.all([
      person.remove(`/v1/rooms/${roomId}/tickets/me`),
      person.remove(`/v1/rooms/${roomId}/tickets/me`),
    ]);
    expect([first.status, second.status]).toContain(200);
    await world.settle();
    expect([await stateOf(person, roomId), await available(roomId)]).toEqual(['refunded', 1]);
    expect(balancesIn(world, roomId)).toMatchObject({ buyers: 0, escrow: 0 });
    expect(ledgerOf(world, roomId)).toHaveLength(2);
    await boughtTicket(world, person, roomId);
    expect(await stateOf(person, roomId)).toBe('paid');
  });

  it('is refunded when the host cancels, whoever is still paying included', async () => {
    const roomId = await onSale(world, host, 5);
    const people = [await buyer(), await buyer(), await buyer()];
    for (const person of people) await boughtTicket(world, person, roomId);
    const paying = await buyer();
    const checkoutUrl = await heldTicket(world, paying, roomId);
    expect((await host.post(`/v1/rooms/${roomId}/cancel`)).status).toBe(200);
    await pay(world, checkoutUrl);
    await world.settle();
    await world.advance(60);
    expect(await Promise.all(people.map((person) => stateOf(person, roomId)))).toEqual([
      'refunded',
      'refunded',
      'refunded',
    ]);
    expect(['refunded', 'expired']).toContain(await stateOf(paying, roomId));
    expect(balancesIn(world, roomId)).toMatchObject({ buyers: 0, escrow: 0 });
    expect((await (await buyer()).post(`/v1/rooms/${roomId}/tickets`)).body.error.code).toBe('room_already_ended');
  });

  it('is refunded when the host does not come, and its buyer is told', async () => {
    const roomId = await onSale(world, host, 5);
    const person = await buyer();
    await boughtTicket(world, person, roomId);
    await world.advance(86_400);
    const told = await followOwn(person);
    await world.advance(3_700);
    const frames = told.of('ticket.changed').map(({ roomId, state }) => [roomId, state]);
    told.close();
    expect(frames).toEqual(['refund_pending', 'refunded'].map((state) => [roomId, state]));
    expect((await world.nobody.get(`/v1/rooms/${roomId}`)).body).toMatchObject({
      status: 'canceled',
      endReason: 'no_show',
    });
    expect(await stateOf(person, roomId)).toBe('refunded');
  });

  it('stays when the room is only put off', async () => {
    const roomId = await onSale(world, host, 5);
    const person = await buyer();
    await boughtTicket(world, person, roomId);
    const startsAt = new Date(world.cloud.clock.now() + 2 * 86_400_000).toISOString();
    expect((await host.patch(`/v1/rooms/${roomId}`, { startsAt })).status).toBe(200);
    await world.advance(86_400 + 3_700);
    expect(await stateOf(person, roomId)).toBe('paid');
  });
});
