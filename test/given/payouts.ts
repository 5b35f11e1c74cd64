import { expect } from 'vitest';
import type { Person, World } from '../world.ts';
import { begin, finish, holders } from './restoring.ts';
import { ledgerOf, onSale, seller } from './tickets.ts';

export const day = 86_400;
/** What is left of a ticket at 500 cents, after the payment's fee. */
export const net = 455;

type Snapshot = {
  readonly transfers: readonly { readonly id: string; readonly amount: number; readonly transfer_group: string }[];
  readonly accounts: readonly { readonly id: string; readonly metadata: { readonly userId: string } }[];
};
const toSnapshot = (value: unknown) => value as Snapshot;
const snapshotOf = async (world: World) => toSnapshot(JSON.parse((await world.nobody.get('/local/stripe')).text));

/** What the payment service has sent to the host of a room. */
export const transfersOf = async (world: World, roomId: string) =>
  (await snapshotOf(world)).transfers.filter(({ transfer_group: group }) => group === roomId);
export const amountsOf = async (world: World, roomId: string): Promise<readonly number[]> =>
  (await transfersOf(world, roomId)).map(({ amount }) => amount);

/** What stands in an account of a room's ledger. */
export const standing = (world: World, roomId: string, account: string): number =>
  ledgerOf(world, roomId).reduce((sum, { lines }) => sum + (lines[account] ?? 0), 0);

/** Every booking sums to zero, and so does the room. */
export function expectBalanced(world: World, roomId: string): void {
  const sums = ledgerOf(world, roomId).map(({ lines }) => Object.values(lines).reduce((sum, line) => sum + line, 0));
  expect([...new Set(sums)]).toEqual([0]);
}

/** A room that took place, with so many tickets sold at 500 cents. */
export async function heldRoom(world: World, handle: string, sold: number): Promise<string> {
  const host = await seller(world, handle);
  const roomId = await onSale(world, host, sold + 1);
  await holders(world, sold, roomId);
  await begin(host, roomId);
  await finish(world, host, roomId);
  return roomId;
}

export async function tellStripe(world: World, path: string, body: object): Promise<void> {
  const answer = await world.nobody.post(`/local/stripe/${path}`, body);
  expect(answer.status, answer.text).toBe(200);
  await world.settle();
}

/** What the payment service says of a host's account from now on. */
export async function accountBecomes(world: World, { userId }: Person, transfers: 'active' | 'restricted') {
  const own = (await snapshotOf(world)).accounts.find(({ metadata }) => metadata.userId === userId);
  await tellStripe(world, 'account', { account: own?.id, transfers });
}
