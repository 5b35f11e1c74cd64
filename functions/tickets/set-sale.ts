import * as z from 'zod/mini';
import { ledgers } from '../../adapters/dynamodb/ledgers.ts';
import { payoutAccounts } from '../../adapters/dynamodb/payout-accounts.ts';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { sales } from '../../adapters/dynamodb/sales.ts';
import { spending } from '../../adapters/dynamodb/spending.ts';
import { maySell, sellingVerdict } from '../../domain/eligibility.ts';
import { priceSplit } from '../../domain/money.ts';
import { isPaidOut } from '../../domain/payout-account.ts';
import { quantityProblem } from '../../domain/sale.ts';
import { saleView } from '../../domain/sale-view.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { ensure } from '../runtime/refusal-error.ts';
import { roomId } from '../runtime/schemas.ts';
import { money, saleOutput } from '../runtime/ticket-views.ts';
import { actingProfileOf } from '../steps/person.ts';
import { putOnSale } from '../steps/putting-on-sale.ts';
import { roomOf } from '../steps/room-change.ts';

export const input = z.object({ roomId, price: money, quantity: z.number() });
export const output = saleOutput;

const adapters = { ledgers, payoutAccounts, profiles, rooms, sales, spending };

/** Puts the room's tickets on sale, or changes their price or number. */
export async function setSale(context: ContextOf<typeof adapters>, caller: User, wish: z.infer<typeof input>) {
  const { policy } = context.config;
  const [room, profile, account] = await Promise.all([
    roomOf(context, wish.roomId),
    actingProfileOf(context, caller),
    context.payoutAccounts.find(caller.userId),
  ]);
  ensure(quantityProblem(wish.quantity, policy));
  const split = ensure(priceSplit(wish.price, account?.earned ?? 0, policy));
  const arePayoutsEnabled = isPaidOut(account);
  ensure(maySell(sellingVerdict({ profile, now: context.now(), policy, arePayoutsEnabled })));
  const stocked = await putOnSale(context, room, caller, wish);
  return { ...saleView(stocked), ...split };
}

export const handler = http({ input, adapters, run: setSale });
