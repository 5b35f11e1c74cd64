import * as z from 'zod/mini';
import { ledgers } from '../../adapters/dynamodb/ledgers.ts';
import { payoutAccounts } from '../../adapters/dynamodb/payout-accounts.ts';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { sales } from '../../adapters/dynamodb/sales.ts';
import { spending } from '../../adapters/dynamodb/spending.ts';
import { decideAny, rolesOf } from '../../domain/permissions.ts';
import { saleView } from '../../domain/sale-view.ts';
import { actorOf, type User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { ensure } from '../runtime/refusal-error.ts';
import { saleWish } from '../runtime/sale-schemas.ts';
import { roomId } from '../runtime/schemas.ts';
import { saleOutput } from '../runtime/ticket-views.ts';
import { actingProfileOf } from '../steps/person.ts';
import { ensureSaleable, putOnSale } from '../steps/putting-on-sale.ts';
import { roomOf } from '../steps/room-change.ts';

export const input = z.extend(saleWish, { roomId });
export const output = saleOutput;

const adapters = { ledgers, payoutAccounts, profiles, rooms, sales, spending };

/** Puts the room's tickets on sale, or changes their price or number. */
export async function setSale(context: ContextOf<typeof adapters>, caller: User, wish: z.infer<typeof input>) {
  const [room, profile, account] = await Promise.all([
    roomOf(context, wish.roomId),
    actingProfileOf(context, caller),
    context.payoutAccounts.find(caller.userId),
  ]);
  ensure(decideAny(rolesOf(room, actorOf(caller)), 'set_sale'));
  const split = ensureSaleable(context, profile, account, wish);
  const stocked = await putOnSale(context, room, caller, wish);
  return { ...saleView(stocked), ...split };
}

export const handler = http({ input, adapters, run: setSale });
