import { balancesOf } from '../../domain/ledger.ts';
import { itemsOf } from '../races/watching.ts';
import { openWorld, type Person, type World } from '../world.ts';
import { configWith } from './config.ts';

/** Somebody who may sell tickets, by every rule but the payment service's. */
export const seller = (world: World, handle: string): Promise<Person> =>
  world.person(handle, { canSell: true, followers: 2_000, tokenSeconds: 700_000 });

/** A world with a host who sells tickets to many rooms, whether or not they can be paid; `overrides` are of its policy. */
export async function openSellingWorld(overrides: object = {}): Promise<{
  readonly world: World;
  readonly host: Person;
  close(): Promise<void>;
}> {
  const config = configWith({ overrides: { arePayoutsNeededToSell: false, maxScheduledRooms: 100, ...overrides } });
  const world = await openWorld({ configFile: config.configFile });
  const close = async () => {
    await world.close();
    config.remove();
  };
  return { world, host: await seller(world, 'ada'), close };
}

/** A planned room whose tickets are on sale. */
export async function onSale(
  world: World,
  host: Person,
  quantity: number,
  amount = 500,
  wish: object = {},
): Promise<string> {
  const startsAt = new Date(world.cloud.clock.now() + 86_400_000).toISOString();
  const made = await host.post('/v1/rooms', { title: 'The long night', startsAt, audience: 'tickets', ...wish });
  if (!made.body.room) throw new Error(`no room: ${made.text}`);
  const { id } = made.body.room;
  const sale = await host.put(`/v1/rooms/${id}/sale`, { price: { amount, currency: 'usd' }, quantity });
  if (sale.status !== 200) throw new Error(`no sale: ${sale.text}`);
  return id;
}

type Standing = {
  readonly ticket: { readonly state: string };
  readonly payment: { readonly status: string; readonly checkoutUrl: string; readonly clientSecret: string };
};
const toStanding = (body: unknown) => body as Standing;
const standingOf = async (person: Person, roomId: string) =>
  toStanding(JSON.parse((await person.get(`/v1/rooms/${roomId}/tickets/me`)).text));
export const stateOf = async (person: Person, roomId: string) => (await standingOf(person, roomId)).ticket.state;
/** Where somebody pays for the place that is kept for them. */
export const checkoutOf = async (person: Person, roomId: string) =>
  (await standingOf(person, roomId)).payment.checkoutUrl;
/** With what an app pays for it. */
export const secretOf = async (person: Person, roomId: string) =>
  (await standingOf(person, roomId)).payment.clientSecret;

/** A place is kept and its payment is open; answers where it is paid. */
export async function heldTicket(world: World, person: Person, roomId: string): Promise<string> {
  const held = await person.post(`/v1/rooms/${roomId}/tickets`);
  if (held.status !== 201) throw new Error(`no place: ${held.text}`);
  await world.settle();
  return checkoutOf(person, roomId);
}

export async function pay(world: World, checkoutUrl: string, card = 'success'): Promise<void> {
  const paid = await world.nobody.post('/local/stripe/pay', { checkoutUrl, card });
  if (paid.status !== 200) throw new Error(`not paid: ${paid.text}`);
  await world.settle();
}

export async function boughtTicket(world: World, person: Person, roomId: string): Promise<void> {
  await pay(world, await heldTicket(world, person, roomId));
}

type Booked = {
  readonly kind: string;
  readonly userId: string;
  readonly paymentIntentId: string;
  readonly lines: Readonly<Record<string, number>>;
};
const toBooked = (items: unknown) => items as readonly Booked[];
/** What is booked of a room. */
export const ledgerOf = (world: World, roomId: string): readonly Booked[] =>
  toBooked(itemsOf(world, 'commerce').filter(({ pk }) => pk === `LEDGER#${roomId}`));
/** What stands in each account of a room. */
export const balancesIn = (world: World, roomId: string) => balancesOf(ledgerOf(world, roomId));
