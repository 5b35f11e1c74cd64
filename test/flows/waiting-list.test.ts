import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { followOwn, type Subscriber } from '../given/subscriber.ts';
import { boughtTicket, heldTicket, onSale, openSellingWorld, pay, stateOf } from '../given/tickets.ts';
import { itemsOf } from '../races/watching.ts';
import type { Person, World } from '../world.ts';

let world: World;
let host: Person;
let close: () => Promise<void>;
const open: Subscriber[] = [];
beforeAll(async () => {
  ({ world, host, close } = await openSellingWorld());
});
afterAll(async () => {
  for (const subscriber of open) subscriber.close();
  await close();
});

let count = 0;
const person = (): Promise<Person> => world.person(`person${++count}`, { tokenSeconds: 700_000 });
const toAnswer = (text: string) => JSON.parse(text);
const waitlist = (roomId: string) => `/v1/rooms/${roomId}/waitlist/me`;
const mine = (roomId: string) => `/v1/rooms/${roomId}/tickets/me`;

async function waits(who: Person, roomId: string) {
  const answer = await who.post(waitlist(roomId));
  expect(answer.status, answer.text).toBe(200);
  await world.settle();
  return toAnswer(answer.text);
}
const saleOf = async (roomId: string) => toAnswer((await world.nobody.get(`/v1/rooms/${roomId}/sale`)).text);
const ticketOf = async (who: Person, roomId: string) => toAnswer((await who.get(mine(roomId))).text);
const eventsOf = (roomId: string) =>
  world.cloud.bus.history().filter(({ detail }) => toDetail(detail).roomId === roomId);
const toDetail = (detail: unknown) => detail as { readonly roomId?: string; readonly userId?: string };
const partsOf = (roomId: string) =>
  itemsOf(world, 'commerce').filter(({ sk, roomId: id }) => sk === 'PART' && id === roomId);

/** A room with one ticket, which somebody has. */
async function soldOut(): Promise<{ readonly roomId: string; readonly holder: Person }> {
  const roomId = await onSale(world, host, 1);
  const holder = await person();
  await boughtTicket(world, holder, roomId);
  return { roomId, holder };
}

describe('the waiting list', () => {
  it('is for rooms that are sold out, and for people without a ticket', async () => {
    const roomId = await onSale(world, host, 1);
    const [holder, other] = [await person(), await person()];
    const early = await other.post(waitlist(roomId));
    expect([early.status, early.body.error]).toMatchObject([409, { code: 'places_left', available: 1 }]);
    await heldTicket(world, holder, roomId);
    expect((await holder.post(waitlist(roomId))).body.error.code).toBe('already_has_ticket');
    expect((await host.post(waitlist(roomId))).body.error.code).toBe('not_allowed_for_role');
    await host.put(`/v1/me/blocks/${other.userId}`);
    expect((await other.post(waitlist(roomId))).body.error.code).toBe('blocked_by_host');
    expect((await (await person()).post('/v1/rooms/zzzzzzzzzzzzz/waitlist/me')).status).toBe(404);
  });

  it('has one place for each person, in the order they came, which they can leave', async () => {
    const { roomId } = await soldOut();
    const [first, second] = [await person(), await person()];
    expect(await waits(first, roomId)).toMatchObject({ isWaiting: true, position: 1 });
    await world.advance(1);
    expect(await waits(second, roomId)).toMatchObject({ isWaiting: true, position: 2 });
    const again = await waits(first, roomId);
    expect(again).toMatchObject({ position: 1 });
    expect(toAnswer((await first.get(waitlist(roomId))).text)).toEqual(again);
    expect(toAnswer((await first.remove(waitlist(roomId))).text)).toEqual({ isWaiting: false });
    expect(toAnswer((await first.remove(waitlist(roomId))).text)).toEqual({ isWaiting: false });
    expect(toAnswer((await second.get(waitlist(roomId))).text)).toMatchObject({ position: 1 });
  });

  it('has a ticket that is given back go to the first, for longer than usual, and never back on sale', async () => {
    const { roomId, holder } = await soldOut();
    const [first, second] = [await person(), await person()];
    const told = await followOwn(first);
    open.push(told);
    await waits(first, roomId);
    await world.advance(1);
    await waits(second, roomId);
    await holder.remove(mine(roomId));
    expect(await saleOf(roomId)).toMatchObject({ status: 'sold_out', available: 0 });
    await world.settle();
    expect(await saleOf(roomId)).toMatchObject({ status: 'sold_out', available: 0 });
    const { ticket, payment } = await ticketOf(first, roomId);
    expect([ticket, payment]).toMatchObject([{ state: 'held', isOffered: true }, { status: 'open' }]);
    const minutes = (Date.parse(ticket.payBy) - world.cloud.clock.now()) / 60_000;
    expect(minutes).toBeGreaterThan(118);
    expect(minutes).toBeLessThanOrEqual(120);
    expect(told.of('ticket.changed')[0]).toMatchObject({ roomId, state: 'held', isOffered: true });
    expect(eventsOf(roomId).map((event) => event['detail-type'])).toContain('ticket.held');
    expect((await second.get(mine(roomId))).status).toBe(404);
    expect((await (await person()).post(`/v1/rooms/${roomId}/tickets`)).body.error.code).toBe('sold_out');
    await pay(world, payment.checkoutUrl);
    expect(await stateOf(first, roomId)).toBe('paid');
    expect(toAnswer((await first.get(waitlist(roomId))).text)).toEqual({ isWaiting: false });
  });

  it('goes on to the next when an offer is not taken, and back on sale when nobody waits any more', async () => {
    const { roomId, holder } = await soldOut();
    const [first, second] = [await person(), await person()];
    await waits(first, roomId);
    await world.advance(1);
    await waits(second, roomId);
    await holder.remove(mine(roomId));
    await world.settle();
    await world.advance(119 * 60);
    expect([await stateOf(first, roomId), (await second.get(mine(roomId))).status]).toEqual(['held', 404]);
    await world.advance(4 * 60);
    expect([await stateOf(first, roomId), await stateOf(second, roomId)]).toEqual(['expired', 'held']);
    await second.remove(mine(roomId));
    await world.settle();
    // Somebody may have come to wait this very moment.
    expect(partsOf(roomId)).toMatchObject([{ available: 0, kept: 1 }]);
    await world.advance(80);
    expect(await saleOf(roomId)).toMatchObject({ status: 'open', available: 1 });
    expect(partsOf(roomId)).toMatchObject([{ available: 1, kept: 0 }]);
    expect(partsOf(roomId)[0]).not.toHaveProperty('dueAt');
    await boughtTicket(world, await person(), roomId);
  });

  it('passes over whoever was blocked or put out meanwhile', async () => {
    const roomId = await onSale(world, host, 1);
    const [holder, blocked, banned, last] = [await person(), await person(), await person(), await person()];
    await heldTicket(world, holder, roomId);
    for (const who of [blocked, banned, last]) {
      await waits(who, roomId);
      await world.advance(1);
    }
    await host.put(`/v1/me/blocks/${blocked.userId}`);
    expect((await host.post(`/v1/rooms/${roomId}/start`)).status).toBe(200);
    expect((await host.remove(`/v1/rooms/${roomId}/people/${banned.userId}`)).status).toBe(200);
    await holder.remove(mine(roomId));
    await world.settle();
    expect([(await blocked.get(mine(roomId))).status, (await banned.get(mine(roomId))).status]).toEqual([404, 404]);
    expect(await stateOf(last, roomId)).toBe('held');
    expect((await host.post(`/v1/rooms/${roomId}/end`)).status).toBe(200);
  });

  it('is offered what the host adds, before anybody else', async () => {
    const { roomId } = await soldOut();
    const [first, second] = [await person(), await person()];
    await waits(first, roomId);
    await world.advance(1);
    await waits(second, roomId);
    const price = { amount: 500, currency: 'usd' };
    expect((await host.put(`/v1/rooms/${roomId}/sale`, { price, quantity: 4 })).body).toMatchObject({ available: 0 });
    await world.advance(61);
    expect([await stateOf(first, roomId), await stateOf(second, roomId)]).toEqual(['held', 'held']);
    expect(await saleOf(roomId)).toMatchObject({ status: 'open', available: 1, quantity: 4 });
  });

  it('offers no longer than until the room starts, and nothing once it is over', async () => {
    const { roomId, holder } = await soldOut();
    const [first, second] = [await person(), await person()];
    await waits(first, roomId);
    await world.advance(1);
    await waits(second, roomId);
    const startsAt = new Date(world.cloud.clock.now() + 3_600_000).toISOString();
    await host.patch(`/v1/rooms/${roomId}`, { startsAt });
    await holder.remove(mine(roomId));
    await world.settle();
    expect((await ticketOf(first, roomId)).ticket.payBy).toBe(startsAt);
    expect((await host.post(`/v1/rooms/${roomId}/cancel`)).status).toBe(200);
    await world.advance(120);
    expect([await stateOf(first, roomId), (await second.get(mine(roomId))).status]).toEqual(['expired', 404]);
    expect((await second.post(waitlist(roomId))).body.error.code).toBe('room_already_ended');
    expect(partsOf(roomId)[0]).not.toHaveProperty('dueAt');
  });
});
