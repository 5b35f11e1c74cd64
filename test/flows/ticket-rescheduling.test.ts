import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { followOwn, type Subscriber } from '../given/subscriber.ts';
import { boughtTicket, checkoutOf, onSale, openSellingWorld, pay, stateOf } from '../given/tickets.ts';
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
const buyer = (): Promise<Person> => world.person(`buyer${++count}`, { tokenSeconds: 700_000 });
const inSeconds = (seconds: number) => new Date(world.cloud.clock.now() + seconds * 1_000).toISOString();
const day = 86_400;

async function moveTo(roomId: string, startsAt: string): Promise<void> {
  expect((await host.patch(`/v1/rooms/${roomId}`, { startsAt })).status).toBe(200);
  await world.settle();
}
const ticketOf = async (person: Person, roomId: string) =>
  JSON.parse((await person.get(`/v1/rooms/${roomId}/tickets/me`)).text).ticket;
const startOf = async (roomId: string) => (await world.nobody.get(`/v1/rooms/${roomId}`)).body.startsAt;

async function listening(person: Person): Promise<Subscriber> {
  const subscriber = await followOwn(person);
  open.push(subscriber);
  return subscriber;
}

describe('a room that is moved', () => {
  it('keeps its tickets, and whoever has one is told until when it can be given back', async () => {
    const roomId = await onSale(world, host, 3);
    const [holder, guest, other] = [await buyer(), await buyer(), await buyer()];
    await boughtTicket(world, holder, roomId);
    expect((await host.post(`/v1/rooms/${roomId}/comps`, { userId: guest.userId })).status).toBe(201);
    const [holding, given, nothing] = await Promise.all([holder, guest, other].map(listening));
    const [before, after] = [await startOf(roomId), inSeconds(3 * day)];
    expect(await ticketOf(holder, roomId)).toMatchObject({ state: 'paid', refundableUntil: before });
    expect(await ticketOf(holder, roomId)).not.toHaveProperty('movedFrom');
    await moveTo(roomId, after);

    const told = { roomId, startsAt: after, movedFrom: before };
    expect(holding?.of('ticket.changed')).toMatchObject([{ ...told, state: 'paid', refundableUntil: after }]);
    expect(given?.of('ticket.changed')).toMatchObject([{ ...told, state: 'comp' }]);
    expect(given?.of('ticket.changed')[0]).not.toHaveProperty('refundableUntil');
    expect(nothing?.of('ticket.changed')).toEqual([]);
    const shown = { state: 'paid', refundableUntil: after, movedFrom: before };
    expect(await ticketOf(holder, roomId)).toMatchObject(shown);
    const [mine] = JSON.parse((await holder.get('/v1/me/tickets')).text).data;
    expect(mine.ticket).toMatchObject(shown);
  });

  it('takes tickets back after the start it once had, until the one it has now', async () => {
    const roomId = await onSale(world, host, 3);
    const [early, late] = [await buyer(), await buyer()];
    for (const person of [early, late]) await boughtTicket(world, person, roomId);
    await moveTo(roomId, inSeconds(3 * day));
    await world.advance(2 * day);
    expect((await early.remove(`/v1/rooms/${roomId}/tickets/me`)).status).toBe(200);
    await world.settle();
    expect([await stateOf(early, roomId), await stateOf(late, roomId)]).toEqual(['refunded', 'paid']);
    await world.advance(day + 60);
    const answer = await late.remove(`/v1/rooms/${roomId}/tickets/me`);
    expect([answer.status, answer.body.error?.code]).toEqual([409, 'refund_too_late']);
    expect(await ticketOf(late, roomId)).not.toHaveProperty('refundableUntil');
    await host.post(`/v1/rooms/${roomId}/start`);
    expect((await late.post(`/v1/rooms/${roomId}/join`)).status).toBe(200);
    await host.post(`/v1/rooms/${roomId}/end`);
  });

  it('after its start was missed still takes tickets back until the next one', async () => {
    const roomId = await onSale(world, host, 3);
    const person = await buyer();
    await boughtTicket(world, person, roomId);
    await world.advance(day + 600);
    expect((await person.remove(`/v1/rooms/${roomId}/tickets/me`)).body.error?.code).toBe('refund_too_late');
    await moveTo(roomId, inSeconds(day));
    expect((await person.remove(`/v1/rooms/${roomId}/tickets/me`)).status).toBe(200);
    await world.settle();
    expect(await stateOf(person, roomId)).toBe('refunded');
  });
});

describe('a ticket', () => {
  it('tells its buyer of each step', async () => {
    const roomId = await onSale(world, host, 3);
    const person = await buyer();
    const told = await listening(person);
    await person.post(`/v1/rooms/${roomId}/tickets`);
    await world.settle();
    await pay(world, await checkoutOf(person, roomId));
    expect((await person.remove(`/v1/rooms/${roomId}/tickets/me`)).status).toBe(200);
    await world.settle();
    const states = told.of('ticket.changed').map(({ state }) => state);
    expect(states).toEqual(['held', 'paid', 'refund_pending', 'refunded']);
  });

  it("stands first in its buyer's list when it is the newest", async () => {
    const person = await buyer();
    const made = [await onSale(world, host, 3), await onSale(world, host, 3)];
    for (const roomId of made) {
      await person.post(`/v1/rooms/${roomId}/tickets`);
      await world.advance(1);
    }
    const { data } = JSON.parse((await person.get('/v1/me/tickets')).text);
    expect(data.map(({ ticket }: { readonly ticket: { readonly roomId: string } }) => ticket.roomId)).toEqual(
      made.toReversed(),
    );
  });
});
