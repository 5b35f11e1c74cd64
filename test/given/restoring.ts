import { expect } from 'vitest';
import { itemsOf } from '../races/watching.ts';
import type { Person, World } from '../world.ts';
import { operate } from './operators.ts';
import { boughtTicket, ledgerOf } from './tickets.ts';

export async function turnSales(world: World, way: '--on' | '--off'): Promise<void> {
  await operate(world, 'switches', way, 'sales');
  await world.advance(6);
}

/** All that was made since is looked through, and the sales of these rooms. */
export async function reconcile(world: World, since: string, rooms: readonly string[] = []): Promise<void> {
  await operate(world, 'reconcile', '--since', since, '--rooms', rooms.join(','));
  await world.settle();
}

/** The tables of tickets as they are now: puts them back to this moment later. */
export function remember(world: World): { readonly at: string; readonly putBack: () => void } {
  const table = world.cloud.model.tables.find(({ name }) => name.endsWith('-commerce'))?.name ?? '';
  const items = world.cloud.tables.snapshot(table);
  const at = new Date(world.cloud.clock.now()).toISOString();
  return { at, putBack: () => world.cloud.tables.restore(table, items) };
}

let count = 0;
/** So many people who may buy, for three weeks. */
export async function buyers<Names extends readonly string[]>(world: World, ...names: Names) {
  const people = new Map<string, Person>();
  for (const name of names) people.set(name, await world.person(`${name}${++count}`, { tokenSeconds: 2_000_000 }));
  return toPeople<Names>(Object.fromEntries(people));
}
const toPeople = <Names extends readonly string[]>(people: object) =>
  people as { readonly [Name in Names[number]]: Person };

/** People who have bought one ticket each. */
export async function holders(world: World, number: number, roomId: string): Promise<void> {
  for (let at = 0; at < number; at += 1)
    await boughtTicket(world, await world.person(`holder${++count}`, { tokenSeconds: 2_000_000 }), roomId);
}

export const saleOf = (world: World, roomId: string) =>
  itemsOf(world, 'commerce').find(({ pk }) => pk === `SALE#${roomId}`);

/** What somebody paid for their ticket with. */
export const paymentOf = (world: World, roomId: string, { userId }: Person): string =>
  ledgerOf(world, roomId).find((entry) => entry.userId === userId && entry.kind === 'purchase')?.paymentIntentId ?? '';

export async function giveUp(world: World, person: Person, roomId: string): Promise<void> {
  expect((await person.remove(`/v1/rooms/${roomId}/tickets/me`)).status).toBe(200);
  await world.settle();
}

export async function dispute(world: World, paymentIntent: string, outcome?: 'lost'): Promise<void> {
  const body = { paymentIntent, ...(outcome && { outcome }) };
  expect((await world.nobody.post('/local/stripe/dispute', body)).status).toBe(200);
  await world.settle();
}

export async function begin(host: Person, roomId: string): Promise<void> {
  expect((await host.post(`/v1/rooms/${roomId}/start`)).status).toBe(200);
}

export async function finish(world: World, host: Person, roomId: string): Promise<void> {
  expect((await host.post(`/v1/rooms/${roomId}/end`)).status).toBe(200);
  await world.settle();
}

/** The next call of the payment service is answered 500, so many times. */
export async function failing(world: World, operation: string, times: number): Promise<void> {
  const fault = { service: 'stripe', operation, mode: 'fail-before', times };
  expect((await world.nobody.post('/local/faults', fault)).status).toBe(201);
}

/** The next news of each of these types never come. */
export async function lose(world: World, ...types: readonly string[]): Promise<void> {
  for (const operation of types) {
    const fault = { service: 'stripe', operation, mode: 'drop', times: 1 };
    expect((await world.nobody.post('/local/faults', fault)).status).toBe(201);
  }
}
