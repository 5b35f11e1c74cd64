import * as z from 'zod/mini';
import { ledgers } from '../../adapters/dynamodb/ledgers.ts';
import { members } from '../../adapters/dynamodb/members.ts';
import { payoutAccounts } from '../../adapters/dynamodb/payout-accounts.ts';
import { payouts } from '../../adapters/dynamodb/payouts.ts';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { refunds } from '../../adapters/dynamodb/refunds.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { sales } from '../../adapters/dynamodb/sales.ts';
import { ticketPages } from '../../adapters/dynamodb/ticket-pages.ts';
import { tickets } from '../../adapters/dynamodb/tickets.ts';
import { payments } from '../../adapters/payments/checkout.ts';
import { disputes } from '../../adapters/payments/disputes.ts';
import { recipients } from '../../adapters/payments/recipients.ts';
import { repayments } from '../../adapters/payments/repayments.ts';
import { transfers } from '../../adapters/payments/transfers.ts';
import { walks } from '../../adapters/payments/walks.ts';
import { queues } from '../../adapters/queues.ts';
import type { ContextOf } from '../runtime/context.ts';
import { roomId } from '../runtime/schemas.ts';
import { onMessage } from '../runtime/worker.ts';
import { followRoom } from '../steps/following-room.ts';
import { nextOrder, orderWalk, walkedLists } from '../steps/walk-orders.ts';
import { walksOf } from '../steps/walking.ts';

const walkOrder = { walk: z.string(), list: z.enum(walkedLists), since: z.string(), after: z.optional(z.string()) };
export const input = z.union([z.object({ roomId }), z.object(walkOrder)]);

const paid = { ledgers, payoutAccounts, payouts, profiles, ticketPages, transfers };
const records = { ...paid, members, refunds, rooms, sales, tickets };
const adapters = { ...records, disputes, payments, queues, recipients, repayments, walks };
type Context = ContextOf<typeof adapters>;

/**
 * A part of a walk through what the payment service has, each thing brought to where it is there, and the order for the next
 * part. Going through it twice changes nothing.
 */
export async function reconcilePayments(context: Context, order: z.infer<typeof input>): Promise<void> {
  if ('roomId' in order) return followRoom(context, order.roomId);
  const after = await walksOf[order.list](context, order);
  const next = nextOrder(order, after);
  if (next) await orderWalk(context, next);
}

export const handler = onMessage({
  adapters,
  read: (body) => input.safeParse(body).data,
  run: reconcilePayments,
  isOrdered: true,
});
