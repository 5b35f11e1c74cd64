import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ledgerBooks, outcomesOf, placesOf, stripeBooks } from '../given/books.ts';
import { configWith } from '../given/config.ts';
import { dashboardOf } from '../given/operators.ts';
import {
  begin,
  buyers,
  dispute,
  failing,
  finish,
  giveUp,
  holders,
  paymentOf,
  reconcile,
  remember,
  saleOf,
  turnSales,
} from '../given/restoring.ts';
import { boughtTicket, checkoutOf, heldTicket, onSale, pay, seller, stateOf } from '../given/tickets.ts';
import { faultsIn, itemsOf } from '../races/watching.ts';
import { openWorld, type Person, type World } from '../world.ts';

const config = configWith({ overrides: { maxScheduledRooms: 100 } });
let world: World;
let host: Person;
beforeEach(async () => {
  world = await openWorld({ configFile: config.configFile });
  host = await seller(world, 'ada');
});
afterEach(() => world.close());
afterAll(config.remove);

/** A room that took place a week ago, all but five minutes: its host is paid then. */
async function tookPlaceLastWeek(sold: number): Promise<string> {
  const roomId = await onSale(world, host, sold + 1);
  await holders(world, sold, roomId);
  await begin(host, roomId);
  await finish(world, host, roomId);
  await world.advance(7 * 86_400 - 300);
  // What the app says of people is stale after a week: it says it again.
  host = await seller(world, 'ada');
  return roomId;
}

/** People with a ticket, and people with a place that is kept for them, before the time that the tables know. */
async function standing(roomId: string) {
  const had = await buyers(world, 'stays', 'goes', 'comesBack', 'byHand', 'byBank');
  for (const person of Object.values(had)) await boughtTicket(world, person, roomId);
  const waiting = await buyers(world, 'pays', 'givesUp', 'buysAnew', 'waits');
  const checkouts = new Map<Person, string>();
  for (const person of Object.values(waiting)) checkouts.set(person, await heldTicket(world, person, roomId));
  const { asks } = await buyers(world, 'asks');
  await failing(world, 'checkout.sessions.create', 1);
  await asks.post(`/v1/rooms/${roomId}/tickets`);
  await world.settle();
  return { ...had, ...waiting, asks, payFor: (person: Person) => pay(world, checkouts.get(person) ?? '') };
}

/** What all of them, and others, do in the ten minutes that the tables forget. */
async function tenMinutes(roomId: string, people: Awaited<ReturnType<typeof standing>>) {
  const { goes, comesBack, byHand, byBank, pays, givesUp, buysAnew } = people;
  // Who was asking for their payment gets it: the queue comes again after two minutes.
  await world.advance(130);
  await people.payFor(pays);
  await giveUp(world, givesUp, roomId);
  await giveUp(world, buysAnew, roomId);
  await boughtTicket(world, buysAnew, roomId);
  const others = await buyers(world, 'isNew', 'changesMind', 'looks');
  await boughtTicket(world, others.isNew, roomId);
  await boughtTicket(world, others.changesMind, roomId);
  const forgotten = paymentOf(world, roomId, others.changesMind);
  await giveUp(world, others.changesMind, roomId);
  const lostPage = await heldTicket(world, others.looks, roomId);
  await giveUp(world, goes, roomId);
  await giveUp(world, comesBack, roomId);
  await boughtTicket(world, comesBack, roomId);
  await (await dashboardOf(world)).refunds.create({ payment_intent: paymentOf(world, roomId, byHand) });
  const disputed = paymentOf(world, roomId, byBank);
  await dispute(world, disputed);
  await dispute(world, disputed, 'lost');
  await world.advance(460);
  return { ...others, lostPage, forgotten };
}

const stripe = (rooms: readonly string[]) => rooms.map((roomId) => stripeBooks(world, roomId));
const ledger = (rooms: readonly string[]) => rooms.map((roomId) => ledgerBooks(world, roomId));
const states = async (people: readonly Person[], roomId: string) =>
  (await Promise.all(people.map((person) => stateOf(person, roomId)))).join(' ');

describe('the tables of tickets, put back to what they were ten minutes ago', () => {
  it('are brought to where the payment service is, to the cent, and a second time changes nothing', async () => {
    const tookPlace = await tookPlaceLastWeek(2);
    const selling = await onSale(world, host, 20);
    const [willCancel, willEnd] = [await onSale(world, host, 10), await onSale(world, host, 10)];
    const rooms = [selling, willCancel, willEnd, tookPlace];
    await holders(world, 3, willCancel);
    await holders(world, 2, willEnd);
    await begin(host, willEnd);
    const people = await standing(selling);
    const then = remember(world);
    expect((await host.post(`/v1/rooms/${willCancel}/cancel`)).status).toBe(200);
    await finish(world, host, willEnd);
    const others = await tenMinutes(selling, people);
    const before = stripe(rooms);
    expect(ledger(rooms)).toEqual(before);
    expect(before.map(({ transferred }) => transferred)).toEqual([0, 0, 0, 2 * 442 - 1]);

    await turnSales(world, '--off');
    then.putBack();
    expect(ledger(rooms)).not.toEqual(before);
    // What is due is looked at meanwhile, as every minute.
    await world.advance(61);
    await reconcile(world, then.at, rooms);
    await turnSales(world, '--on');
    await world.advance(61);

    expect([ledger(rooms), stripe(rooms)]).toEqual([before, before]);
    expect(rooms.map((roomId) => outcomesOf(world, roomId))).toEqual([
      { ticket: 5, refund: 4, lost: 1 },
      { refund: 3 },
      { ticket: 2 },
      { ticket: 2 },
    ]);
    expect([saleOf(world, willCancel)?.['status'], saleOf(world, willEnd)?.['status']]).toEqual(['canceled', 'closed']);
    const { stays, pays, buysAnew, comesBack, goes, byHand, byBank, givesUp, waits, asks } = people;
    expect(await states([stays, pays, others.isNew, buysAnew, comesBack], selling)).toBe('paid paid paid paid paid');
    expect(await states([goes, byHand, byBank, givesUp], selling)).toBe('refunded refunded charged_back expired');
    // Five with a ticket, one whose bank took the money back, and two whose place is still kept for them.
    expect(placesOf(world, selling)).toEqual({ free: 12, taken: 8 });
    // News of a payment that was made and sent back meanwhile are news of nothing by now.
    expect((await world.nobody.post('/local/stripe/events', { id: others.forgotten })).status).toBe(200);
    await world.settle();
    expect(faultsIn(world)).toEqual([]);
    const all = itemsOf(world, 'commerce');
    await reconcile(world, then.at, rooms);
    expect(itemsOf(world, 'commerce')).toEqual(all);

    // Who still has a place pays for it; a page whose place was forgotten can be paid no more.
    await people.payFor(waits);
    await pay(world, await checkoutOf(asks, selling));
    expect(await states([waits, asks], selling)).toBe('paid paid');
    await expect(pay(world, others.lostPage)).rejects.toThrow('not_open');
    expect(ledger(rooms)).toEqual(stripe(rooms));
  });

  it('are so too while people buy and hosts are due: the first gets the last place, who finds none their money', async () => {
    const tookPlace = await tookPlaceLastWeek(3);
    const { refunded } = await buyers(world, 'refunded');
    const selling = await onSale(world, host, 3);
    const willCancel = await onSale(world, host, 3);
    await holders(world, 2, willCancel);
    const rooms = [selling, tookPlace, willCancel];
    const then = remember(world);
    expect((await host.post(`/v1/rooms/${willCancel}/cancel`)).status).toBe(200);
    const [payment = ''] = itemsOf(world, 'commerce').flatMap(({ sk, roomId, paymentIntentId }) =>
      sk === 'TICKET' && roomId === tookPlace ? [String(paymentIntentId)] : [],
    );
    await (await dashboardOf(world)).refunds.create({ payment_intent: payment });
    const lost = await buyers(world, 'first', 'second', 'looks');
    await boughtTicket(world, lost.first, selling);
    await world.advance(30);
    await boughtTicket(world, lost.second, selling);
    const lostPage = await heldTicket(world, lost.looks, selling);
    await world.advance(570);
    const before = stripe(rooms);

    then.putBack();
    await boughtTicket(world, refunded, selling);
    const { another } = await buyers(world, 'another');
    await boughtTicket(world, another, selling);
    // Its news come to nobody's ticket, and again.
    await pay(world, lostPage);
    await world.advance(120);
    await reconcile(world, then.at);
    await world.advance(1_800);

    expect(await states([refunded, another, lost.first], selling)).toBe('paid paid paid');
    expect([outcomesOf(world, selling), placesOf(world, selling)]).toEqual([
      { ticket: 3, refund: 2 },
      { free: 0, taken: 3 },
    ]);
    expect(ledger(rooms)).toEqual(stripe(rooms));
    expect(ledger(rooms).slice(1)).toEqual(before.slice(1));
    expect(saleOf(world, willCancel)?.['status']).toBe('canceled');
  });

  it('go on with the refunds of a canceled room that were under way then, without anybody asking for it', async () => {
    const roomId = await onSale(world, host, 4);
    await holders(world, 3, roomId);
    const jobs = world.cloud.model.queues.find(({ name }) => name.endsWith('refund-jobs'))?.name;
    const late = { service: 'sqs', operation: jobs, mode: 'delay', times: 1 };
    expect((await world.nobody.post('/local/faults', late)).status).toBe(201);
    expect((await host.post(`/v1/rooms/${roomId}/cancel`)).status).toBe(200);
    await world.settle();
    const then = remember(world);
    expect(outcomesOf(world, roomId)).toEqual({ ticket: 3 });
    await world.advance(600);
    const before = stripe([roomId]);
    expect(outcomesOf(world, roomId)).toEqual({ refund: 3 });
    expect(dueOf(jobOf(roomId))).toBeUndefined();

    then.putBack();
    expect([dueOf(jobOf(roomId)), ledger([roomId])]).not.toEqual([undefined, before]);
    for (let minute = 0; minute < 16; minute += 1) await world.advance(60);
    expect([ledger([roomId]), stripe([roomId])]).toEqual([before, before]);
    expect([outcomesOf(world, roomId), dueOf(jobOf(roomId))]).toEqual([{ refund: 3 }, undefined]);
  });
});

const jobOf = (roomId: string) => itemsOf(world, 'commerce').find(({ pk }) => pk === `JOB#${roomId}`);
const dueOf = (item: ReturnType<typeof jobOf>) => item?.['dueAt'];
