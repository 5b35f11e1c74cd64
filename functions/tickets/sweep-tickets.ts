import { members } from '../../adapters/dynamodb/members.ts';
import { refunds } from '../../adapters/dynamodb/refunds.ts';
import { sales } from '../../adapters/dynamodb/sales.ts';
import { dueShardCount } from '../../adapters/dynamodb/table.ts';
import { ticketPages } from '../../adapters/dynamodb/ticket-pages.ts';
import { tickets } from '../../adapters/dynamodb/tickets.ts';
import { payments } from '../../adapters/payments/checkout.ts';
import { repayments } from '../../adapters/payments/repayments.ts';
import { isoOf } from '../../domain/time.ts';
import type { ContextOf } from '../runtime/context.ts';
import { onSchedule } from '../runtime/worker.ts';
import { alone } from '../steps/alone.ts';
import { lookAtOrder } from '../steps/looking.ts';
import { inPace } from '../steps/pacing.ts';
import { repay } from '../steps/repaying.ts';

const adapters = { members, payments, refunds, repayments, sales, ticketPages, tickets };
type Context = ContextOf<typeof adapters>;

/** What one run looks at in each shard; the rest waits a minute. */
const pageSize = 40;

/** Looks at everything whose time has come: places whose payment ended unheard, payments that take long, refunds under way. */
export async function sweepTickets(context: Context): Promise<void> {
  const until = isoOf(context.now());
  for (let shard = 0; shard < dueShardCount; shard += 1) {
    for (const { roomId, userId, order } of await context.ticketPages.due(shard, until, pageSize))
      await alone(() => inPace(context, () => lookAtOrder(context, { roomId, userId, orderId: order.id }, true)));
    for (const { paymentIntentId } of await context.refunds.due(shard, until, pageSize))
      await alone(() => repay(context, paymentIntentId));
  }
}

export const handler = onSchedule({ adapters, run: sweepTickets });
