import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Stripe from 'stripe';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Books, ledgerBooks, outcomesOf, placesOf, stripeBooks } from '../given/books.ts';
import { configWith } from '../given/config.ts';
import { boughtTicket, heldTicket, ledgerOf, onSale, pay, seller, stateOf } from '../given/tickets.ts';
import { itemsOf } from '../races/watching.ts';
import { openWorld, type Person, type World } from '../world.ts';

const config = configWith({ overrides: { maxScheduledRooms: 100 } });
let world: World;
let host: Person;
let environment: Readonly<Record<string, string>>;
let stripe: Stripe;
beforeEach(async () => {
  world = await openWorld({ configFile: config.configFile });
  host = await seller(world, 'ada');
  const endpoints = toEndpoints((await world.nobody.get('/local/endpoints')).body);
  ({ environment } = endpoints);
  const { hostname, port } = new URL(endpoints.stripe.url);
  stripe = new Stripe(endpoints.stripe.apiKey, {
    host: hostname,
    port: Number(port),
    protocol: 'http',
    telemetry: false,
  });
});
afterEach(() => world.close());
afterAll(config.remove);

type Endpoints = {
  readonly environment: Readonly<Record<string, string>>;
  readonly stripe: { readonly url: string; readonly apiKey: string };
};
const toEndpoints = (value: unknown) => value as Endpoints;

/** A command as an operator runs it. */
async function command(tool: string, ...words: readonly string[]): Promise<string> {
  const file = join(import.meta.dirname, '../../tools', tool);
  return (await promisify(execFile)(process.execPath, [file, ...words], { env: { ...process.env, ...environment } }))
    .stdout;
}
const turnSales = async (way: '--on' | '--off') => {
  await command('switches.ts', way, 'sales');
  await world.advance(6);
};

let count = 0;
const buyer = (): Promise<Person> => world.person(`buyer${++count}`, { tokenSeconds: 2_000_000 });
async function buyers(number: number): Promise<readonly Person[]> {
  const people: Person[] = [];
  for (let at = 0; at < number; at += 1) people.push(await buyer());
  return people;
}
async function holders(number: number, roomId: string): Promise<readonly Person[]> {
  const people = await buyers(number);
  for (const person of people) await boughtTicket(world, person, roomId);
  return people;
}

const commerce = () => world.cloud.model.tables.find(({ name }) => name.endsWith('-commerce'))?.name ?? '';
/** The tables of tickets as of now: puts them back to this moment later. */
function remembered(): { readonly at: string; readonly putBack: () => void } {
  const items = world.cloud.tables.snapshot(commerce());
  const at = new Date(world.cloud.clock.now()).toISOString();
  return { at, putBack: () => world.cloud.tables.restore(commerce(), items) };
}
const reconcile = async (since: string, rooms: readonly string[] = []) => {
  await command('reconcile.ts', '--since', since, '--rooms', rooms.join(','));
  await world.settle();
};
const saleOf = (roomId: string) => itemsOf(world, 'commerce').find(({ pk }) => pk === `SALE#${roomId}`);
const paymentOf = (roomId: string, person: Person): string =>
  ledgerOf(world, roomId).find(({ userId, kind }) => userId === person.userId && kind === 'purchase')
    ?.paymentIntentId ?? '';
const cancel = async (person: Person, roomId: string) => {
  expect((await person.remove(`/v1/rooms/${roomId}/tickets/me`)).status).toBe(200);
  await world.settle();
};
const dispute = async (paymentIntent: string, outcome?: string) =>
  expect(
    (await world.nobody.post('/local/stripe/dispute', { paymentIntent, ...(outcome && { outcome }) })).status,
  ).toBe(200);
const begin = async (roomId: string) => expect((await host.post(`/v1/rooms/${roomId}/start`)).status).toBe(200);
const finish = async (roomId: string) => {
  expect((await host.post(`/v1/rooms/${roomId}/end`)).status).toBe(200);
  await world.settle();
};

describe('the tables of tickets, put back to what they were ten minutes ago', () => {
  it('are brought to where the payment service is, to the cent, and a second time changes nothing', async () => {
    // A week ago a room took place whose host is paid within the ten minutes.
    const tookPlace = await onSale(world, host, 3);
    await holders(2, tookPlace);
    await begin(tookPlace);
    await finish(tookPlace);
    await world.advance(7 * 86_400 - 300);
    host = await seller(world, 'ada');
    const [selling, willCancel, willEnd] = [
      await onSale(world, host, 20),
      await onSale(world, host, 10),
      await onSale(world, host, 10),
    ];
    const [stays, goes, comesBack, byHand, byBank] = await holders(5, selling);
    if (!stays || !goes || !comesBack || !byHand || !byBank) throw new Error('nobody bought');
    await holders(3, willCancel);
    await holders(2, willEnd);
    await begin(willEnd);
    const [pays, givesUp, buysAnew, waits] = await buyers(4);
    if (!pays || !givesUp || !buysAnew || !waits) throw new Error('nobody came');
    const checkouts = [await heldTicket(world, pays, selling), await heldTicket(world, givesUp, selling)];
    await heldTicket(world, buysAnew, selling);
    await heldTicket(world, waits, selling);
    await world.settle();
    const then = remembered();

    await pay(world, checkouts[0] ?? '');
    await cancel(givesUp, selling);
    await cancel(buysAnew, selling);
    await boughtTicket(world, buysAnew, selling);
    const [isNew, changesMind, looksOnly] = await buyers(3);
    if (!isNew || !changesMind || !looksOnly) throw new Error('nobody came');
    await boughtTicket(world, isNew, selling);
    await boughtTicket(world, changesMind, selling);
    await cancel(changesMind, selling);
    await heldTicket(world, looksOnly, selling);
    await cancel(goes, selling);
    await cancel(comesBack, selling);
    await boughtTicket(world, comesBack, selling);
    await stripe.refunds.create({ payment_intent: paymentOf(selling, byHand) });
    const disputed = paymentOf(selling, byBank);
    await dispute(disputed);
    await dispute(disputed, 'lost');
    expect((await host.post(`/v1/rooms/${willCancel}/cancel`)).status).toBe(200);
    await finish(willEnd);
    await world.advance(590);
    const rooms = [selling, willCancel, willEnd, tookPlace];
    const before = new Map<string, Books>(rooms.map((roomId) => [roomId, stripeBooks(world, roomId)]));
    expect(rooms.map((roomId) => ledgerBooks(world, roomId))).toEqual([...before.values()]);
    const [transfersBefore, placesBefore] = [before.get(tookPlace)?.transferred, placesOf(world, selling)];

    await turnSales('--off');
    then.putBack();
    expect(rooms.map((roomId) => ledgerBooks(world, roomId))).not.toEqual([...before.values()]);
    // What is due is looked at meanwhile, as every minute.
    await world.advance(61);
    await reconcile(then.at, rooms);
    await turnSales('--on');
    await world.advance(61);

    expect(rooms.map((roomId) => ledgerBooks(world, roomId))).toEqual([...before.values()]);
    expect(rooms.map((roomId) => stripeBooks(world, roomId))).toEqual([...before.values()]);
    expect(transfersBefore).toBeGreaterThan(0);
    expect(rooms.map((roomId) => outcomesOf(world, roomId))).toEqual([
      { ticket: 5, refund: 4, lost: 1 },
      { refund: 3 },
      { ticket: 2 },
      { ticket: 2 },
    ]);
    expect([placesOf(world, selling), placesBefore.free + placesBefore.taken]).toEqual([
      { ...placesBefore, free: placesBefore.free + 1, taken: placesBefore.taken - 1 },
      20,
    ]);
    const states = await Promise.all(
      [stays, pays, isNew, buysAnew, comesBack, goes, byHand, byBank, givesUp, waits].map((person) =>
        stateOf(person, selling),
      ),
    );
    expect(states.join(' ')).toBe('paid paid paid paid paid refunded refunded charged_back expired held');
    expect([saleOf(willCancel)?.['status'], saleOf(willEnd)?.['status']]).toEqual(['canceled', 'closed']);

    const all = itemsOf(world, 'commerce');
    await world.advance(1);
    await reconcile(then.at, rooms);
    expect(itemsOf(world, 'commerce')).toEqual(all);
  });
});
