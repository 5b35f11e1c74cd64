import type { ledgers } from '../../adapters/dynamodb/ledgers.ts';
import type { rooms } from '../../adapters/dynamodb/rooms.ts';
import { roomWrite } from '../../adapters/dynamodb/rooms.ts';
import type { Stocked, sales } from '../../adapters/dynamodb/sales.ts';
import type { spending } from '../../adapters/dynamodb/spending.ts';
import { spendWrite } from '../../adapters/dynamodb/spending.ts';
import { maySell, sellingVerdict } from '../../domain/eligibility.ts';
import { type PriceSplit, priceSplit } from '../../domain/money.ts';
import { isPaidOut, type PayoutAccount } from '../../domain/payout-account.ts';
import type { Profile } from '../../domain/person.ts';
import type { Room } from '../../domain/room.ts';
import { currentState } from '../../domain/room-clock.ts';
import {
  changeSale,
  openSale,
  partCountOf,
  quantityProblem,
  type Sale,
  type SaleWish,
  sharedOut,
  stockChanges,
} from '../../domain/sale.ts';
import { capsOf, dayOf, pledgeSale, withinDay } from '../../domain/spending.ts';
import { ticketRoom } from '../../domain/ticketing.ts';
import { actorOf, type User } from '../runtime/caller.ts';
import type { ContextOf, Surroundings } from '../runtime/context.ts';
import { ensure, stop } from '../runtime/refusal-error.ts';
import { roomOf } from './room-change.ts';

type Spending = ContextOf<{ spending: typeof spending }>;
type Context = Spending & ContextOf<{ ledgers: typeof ledgers; rooms: typeof rooms; sales: typeof sales }>;

/** Buyers take places while the host changes how many there are: each attempt counts anew. */
const attempts = 12;

/** Refuses what nobody may sell, and what this person may not; answers what a ticket would bring them. */
export function ensureSaleable(
  { config: { policy }, now }: Surroundings,
  profile: Profile,
  account: PayoutAccount | undefined,
  { price, quantity }: SaleWish,
): PriceSplit {
  ensure(quantityProblem(quantity, policy));
  const split = ensure(priceSplit(price, account?.earned ?? 0, policy));
  const arePayoutsEnabled = isPaidOut(account);
  ensure(maySell(sellingVerdict({ profile, now: now(), policy, arePayoutsEnabled })));
  return split;
}

/** The room's sale as wished: opened, or changed, together with the room that becomes one for ticket holders. */
export async function putOnSale(context: Context, room: Room, caller: User, wish: SaleWish): Promise<Stocked> {
  const { policy } = context.config;
  let stored = room;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const now = context.now();
    const current = currentState(stored, now, policy);
    const next = ensure(ticketRoom(current, actorOf(caller), wish.price, now));
    const along = next.version === current.version ? [] : [roomWrite(stored, next)];
    const stocked = await context.sales.findStocked(stored.id);
    if (stocked) {
      const wished = ensure(changeSale(stocked.sale, wish, now, policy));
      if (wished.version === stocked.sale.version && along.length === 0) return stocked;
      const { sale: after, spent } = await guardSpending(context, await withSold(context, stocked, wished), wished);
      const changes = ensure(stockChanges(stocked.parts, stocked.sale, after));
      const isAwaited = stocked.parts.some((part) => part.isAwaited);
      if (await context.sales.change(stocked.sale, after, changes, { along: [...along, ...spent], isAwaited }))
        return changed(stocked, after, isAwaited ? changes.map((change) => Math.min(0, change)) : changes);
    } else {
      const wished = ensure(openSale(wish, { roomId: stored.id, hostId: next.hostId, now, policy }));
      const { sale, spent } = await guardSpending(context, undefined, wished);
      const counts = sharedOut(sale.capacity, partCountOf(sale.capacity));
      if (await context.sales.open(sale, counts, [...along, ...spent]))
        return changed({ sale, parts: [] }, sale, counts);
    }
    stored = await roomOf(context, stored.id);
  }
  return stop('busy');
}

type SoldSoFar = NonNullable<Parameters<typeof pledgeSale>[0]>;

/** What is sold is read after the parts: by then it is taken there. It matters only where the price changes. */
async function withSold(context: Context, before: Stocked, wished: Sale): Promise<SoldSoFar> {
  const isPriced = before.sale.priceVersion !== wished.priceVersion;
  return { ...before, sold: isPriced ? await context.ledgers.sold(wished.roomId) : { tickets: 0, amount: 0 } };
}

/** The sale with what it pledges, and what that adds to its host's day; written together, so that neither is without the other. */
export async function guardSpending(context: Spending, before: SoldSoFar | undefined, wished: Sale) {
  const now = context.now();
  const day = dayOf(now);
  const { used, raised } = await context.spending.find(wished.hostId, day);
  const caps = capsOf(context.config.policy, raised, now);
  const { sale, added } = ensure(pledgeSale(before, wished, caps, now));
  ensure(withinDay(added, used, caps, now));
  const spent = spendWrite(sale.hostId, day, added, caps);
  return { sale, spent: spent ? [spent] : [] };
}

const changed = ({ parts }: Stocked, sale: Stocked['sale'], changes: readonly number[]): Stocked => ({
  sale,
  parts: changes.map((change, part) => ({ part, available: (parts[part]?.available ?? 0) + change })),
});
