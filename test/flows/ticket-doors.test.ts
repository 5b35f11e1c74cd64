import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dashboardOf } from '../given/operators.ts';
import { paymentOf } from '../given/restoring.ts';
import { expectRefused } from '../given/stories.ts';
import { boughtTicket, onSale, openSellingWorld, seller, stateOf } from '../given/tickets.ts';
import { itemsOf } from '../races/watching.ts';
import type { Answer, Person, World } from '../world.ts';

let world: World;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ world, close } = await openSellingWorld());
});
afterAll(() => close());

let number = 0;
/** A room for ticket holders, live, and people who have none. */
async function ticketedRoom(wish: object = {}) {
  number += 1;
  const name = (role: string) => `${role}${number}`;
  const host = await seller(world, name('host'));
  const roomId = await onSale(world, host, 10, 500, wish);
  const at = (path: string) => `/v1/rooms/${roomId}/${path}`;
  const start = async () => {
    expect((await host.post(at('start'))).status).toBe(200);
    // The seats are there.
    await world.settle();
  };
  const join = (person: Person) => person.post(at('join'));
  const invite = async (person: Person, role: string, by: Person = host) =>
    expect((await by.post(at('invitations'), { userId: person.userId, role })).status).toBe(201);
  const accept = async (person: Person) =>
    expect((await person.post(at('invitations/me/accept'))).status, `${person.handle} accepts`).toBe(200);
  const person = (role: string, facts: object = {}) => world.person(name(role), facts);
  return { host, roomId, at, start, join, invite, accept, person };
}
const expectIn = ({ status, body, text }: Answer, role: string) =>
  expect([status, body.role], text).toEqual([200, role]);
const needsTicket = (answer: Answer) => expectRefused(answer, 402, 'ticket_required', { amount: 500 });

describe('a room that sells tickets lets in without one', { timeout: 60_000 }, () => {
  it('a co-host, again and again, and whoever was invited to be one', async () => {
    const { start, join, invite, accept, person } = await ticketedRoom();
    const [cohost, early] = [await person('cohost'), await person('early')];
    await invite(early, 'cohost');
    await start();
    needsTicket(await join(cohost));
    await invite(cohost, 'cohost');
    expectIn(await join(cohost), 'listener');
    await accept(cohost);
    expectIn(await join(cohost), 'cohost');
    await world.advance(30);
    expectIn(await join(cohost), 'cohost');
    expectIn(await join(early), 'listener');
    await accept(early);
    expectIn(await join(early), 'cohost');
    needsTicket(await join(await person('other')));
  });

  it('a co-host who accepts before they are in', async () => {
    const { at, start, join, invite, accept, person } = await ticketedRoom();
    const cohost = await person('cohost');
    await start();
    await invite(cohost, 'cohost');
    await accept(cohost);
    expectIn(await join(cohost), 'cohost');
    expect((await cohost.post(at('leave'))).status).toBe(200);
    expectIn(await join(cohost), 'cohost');
  });

  it('the host whom the room was handed to, and the one who handed it over', async () => {
    const { host, at, start, join, invite, accept, person } = await ticketedRoom();
    const next = await person('next');
    await start();
    await invite(next, 'cohost');
    expectIn(await join(next), 'listener');
    await accept(next);
    expect((await host.put(at('host'), { userId: next.userId })).status).toBe(200);
    expectIn(await join(next), 'host');
    expectIn(await join(host), 'cohost');
    expect((await host.remove(at('stage/me'))).status).toBe(200);
    expectIn(await join(host), 'listener');
  });

  it('speakers who were invited, by name or later, and stay when they step down', async () => {
    const named = await world.person('named');
    const { at, start, join, invite, accept, person } = await ticketedRoom({ invitedUserIds: [named.userId] });
    const speaker = await person('speaker');
    await start();
    expectIn(await join(named), 'listener');
    await invite(speaker, 'speaker');
    expectIn(await join(speaker), 'listener');
    await accept(speaker);
    expectIn(await join(speaker), 'speaker');
    expect((await speaker.remove(at('stage/me'))).status).toBe(200);
    expectIn(await join(speaker), 'listener');
  });

  it('nobody whose invitation was taken back, or is to listen: that is what tickets are given away for', async () => {
    const { host, at, start, join, invite, person } = await ticketedRoom();
    const [away, listener] = [await person('away'), await person('listener')];
    await start();
    await invite(away, 'speaker');
    expect((await host.remove(at(`invitations/${away.userId}`))).status).toBe(200);
    needsTicket(await join(away));
    await invite(listener, 'listener');
    needsTicket(await join(listener));
    expect((await host.post(at('comps'), { userId: listener.userId })).status).toBe(201);
    expectIn(await join(listener), 'listener');
  });

  it('the platform’s moderators, and no other operator', async () => {
    const { start, join, person } = await ticketedRoom();
    await start();
    expectIn(await join(await person('moderator', { roles: ['moderator'] })), 'listener');
    needsTicket(await join(await person('admin', { roles: ['admin'] })));
  });

  it('whose ticket went while they are to speak: they stay', async () => {
    const { roomId, start, join, invite, person } = await ticketedRoom();
    const holder = await person('holder', { tokenSeconds: 700_000 });
    await boughtTicket(world, holder, roomId);
    await invite(holder, 'speaker');
    await start();
    expectIn(await join(holder), 'listener');
    await sentBack(roomId, holder);
    expect(await stateOf(holder, roomId)).toBe('refunded');
    expect(memberOf(roomId, holder)?.['state']).toBe('joined');
    expectIn(await join(holder), 'listener');
  });
});

describe('a room for followers, or for invited people,', { timeout: 60_000 }, () => {
  it.each(['followers', 'invited'])('of %s lets its stage back in', async (audience) => {
    number += 1;
    const [host, cohost] = [await seller(world, `open${number}`), await world.person(`stage${number}`)];
    const made = await host.post('/v1/rooms', { title: 'Among us', audience });
    await world.settle();
    const at = (path: string) => `/v1/rooms/${made.body.room.id}/${path}`;
    await host.post(at('invitations'), { userId: cohost.userId, role: 'cohost' });
    expectIn(await cohost.post(at('join')), 'listener');
    expect((await cohost.post(at('invitations/me/accept'))).status).toBe(200);
    expect((await host.put(at('host'), { userId: cohost.userId })).status).toBe(200);
    expectIn(await cohost.post(at('join')), 'host');
    expectIn(await host.post(at('join')), 'cohost');
    const other = await world.person(`nobody${number}`);
    expectRefused(await other.post(at('join')), 403, audience === 'followers' ? 'followers_only' : 'invited_only');
  });
});

const memberOf = (roomId: string, { userId }: Person) =>
  itemsOf(world, 'rooms').find(
    (item) => item['sk'] === 'MEMBER' && item['roomId'] === roomId && item['userId'] === userId,
  );

/** Paid back by hand, at the payment service. */
async function sentBack(roomId: string, person: Person): Promise<void> {
  const stripe = await dashboardOf(world);
  await stripe.refunds.create({ payment_intent: paymentOf(world, roomId, person) });
  await world.settle();
}
