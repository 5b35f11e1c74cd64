import type Stripe from 'stripe';
import { itemsOf } from '../races/watching.ts';
import type { World } from '../world.ts';
import { ledgerOf } from './tickets.ts';

/** What the payment service has, and what the tables say, for one room; minor units. */
export type Books = {
  readonly collected: number;
  readonly fees: number;
  readonly transferred: number;
};

/** What has come of one payment that went through. */
export type Outcome = 'ticket' | 'refund' | 'lost' | 'nothing' | 'both';

const stateOf = (world: World) => world.cloud.stripe.house.state;
const chargesOf = (world: World, roomId: string) =>
  stateOf(world)
    .charges.values()
    .filter(({ paid, transfer_group: group }) => paid && group === roomId);
const sum = <Thing>(things: readonly Thing[], amountOf: (thing: Thing) => number): number =>
  things.reduce((total, thing) => total + amountOf(thing), 0);

/** By the payment service's own books: charges less what went back to buyers or was lost to their banks. */
export function stripeBooks(world: World, roomId: string): Books {
  const state = stateOf(world);
  const charges = chargesOf(world, roomId);
  const ids = new Set(charges.map(({ id }) => id));
  const isOfRoom = ({ charge }: { readonly charge: Stripe.Refund['charge'] }) =>
    typeof charge === 'string' && ids.has(charge);
  const refunds = state.refunds.values().filter((one) => isOfRoom(one) && one.status === 'succeeded');
  const lost = state.disputes.values().filter((one) => isOfRoom(one) && one.status === 'lost');
  const booked = state.transactions.values().filter(({ source }) => typeof source === 'string' && ids.has(source));
  const transfers = state.transfers.values().filter(({ transfer_group: group }) => group === roomId);
  const amountOf = ({ amount }: { readonly amount: number }) => amount;
  return {
    collected: sum(charges, amountOf) - sum(refunds, amountOf) - sum(lost, amountOf),
    fees: sum(booked, ({ fee }) => fee),
    transferred: sum(transfers, amountOf),
  };
}

/** By the ledger; each of its entries must sum to zero by itself. */
export function ledgerBooks(world: World, roomId: string): Books {
  const entries = ledgerOf(world, roomId);
  const wrong = entries.filter(({ lines }) => sum(Object.values(lines), Number) !== 0);
  if (wrong.length > 0) throw new Error(`does not sum to zero: ${JSON.stringify(wrong)}`);
  const balance = (account: string) => sum(entries, ({ lines }) => lines[account] ?? 0);
  return { collected: 0 - balance('buyers'), fees: balance('fees'), transferred: balance('host') };
}

type Stored = {
  readonly sk: string;
  readonly pk: string;
  readonly state: string;
  readonly roomId: string;
  readonly refundOf: string;
  readonly part?: number;
  readonly available: number;
  readonly capacity: number;
  readonly paymentIntentId: string;
};
const toStored = (items: unknown) => items as readonly Stored[];
const commerceOf = (world: World) => toStored(itemsOf(world, 'commerce'));
const valid = ['paid', 'disputed', 'revoked', 'processing'];

/** What each payment that went through has come to, counted. */
export function outcomesOf(world: World, roomId: string): Readonly<Partial<Record<Outcome, number>>> {
  const items = commerceOf(world);
  const isIts = (kind: string, id: string) => (item: Stored) => item.sk === kind && item.paymentIntentId === id;
  const outcomes = chargesOf(world, roomId).map(({ payment_intent: intent, refunded }): Outcome => {
    const id = typeof intent === 'string' ? intent : '';
    const ticket = items.find(isIts('TICKET', id));
    if (ticket?.state === 'charged_back') return 'lost';
    const hasTicket = ticket !== undefined && valid.includes(ticket.state);
    const isBack = refunded && !items.some((item) => isIts('REFUND', id)(item) && item.state !== 'succeeded');
    if (hasTicket && isBack) return 'both';
    return hasTicket ? 'ticket' : isBack ? 'refund' : 'nothing';
  });
  return Object.fromEntries([...new Set(outcomes)].map((one) => [one, outcomes.filter((it) => it === one).length]));
}

/** Places that are free and places that tickets occupy; together they are what was put on sale. */
export function placesOf(world: World, roomId: string): { readonly free: number; readonly taken: number } {
  const items = commerceOf(world);
  const parts = items.filter(({ pk, sk }) => sk === 'PART' && pk.startsWith(`STOCK#${roomId}#`));
  const negative = parts.filter(({ available }) => available < 0);
  if (negative.length > 0) throw new Error(`oversold: ${JSON.stringify(negative)}`);
  const taken = items.filter((item) => item.sk === 'TICKET' && item.roomId === roomId && item.part !== undefined);
  return { free: sum(parts, ({ available }) => available), taken: taken.length };
}
