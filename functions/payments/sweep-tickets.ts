import { dues } from '../../adapters/dynamodb/dues.ts';
import { ledgers } from '../../adapters/dynamodb/ledgers.ts';
import { members } from '../../adapters/dynamodb/members.ts';
import { payoutAccounts } from '../../adapters/dynamodb/payout-accounts.ts';
import { payouts } from '../../adapters/dynamodb/payouts.ts';
import { refunds } from '../../adapters/dynamodb/refunds.ts';
import { sales } from '../../adapters/dynamodb/sales.ts';
import { switches } from '../../adapters/dynamodb/switches.ts';
import { tickets } from '../../adapters/dynamodb/tickets.ts';
import { payments } from '../../adapters/payments/checkout.ts';
import { repayments } from '../../adapters/payments/repayments.ts';
import { transfers } from '../../adapters/payments/transfers.ts';
import { queues } from '../../adapters/queues.ts';
import { isSwitchedOn } from '../../domain/switches.ts';
import { isoOf } from '../../domain/time.ts';
import type { ContextOf } from '../runtime/context.ts';
import { onSchedule } from '../runtime/worker.ts';
import { alone } from '../steps/alone.ts';
import { lookAtOrder } from '../steps/looking.ts';
import { inPace } from '../steps/pacing.ts';
import { payOut } from '../steps/paying-out.ts';
import { repay } from '../steps/repaying.ts';
import { switchesOf } from '../steps/switches.ts';
import { orderOffers } from '../steps/waiting.ts';

const records = { dues, ledgers, members, payoutAccounts, payouts, refunds, sales, switches, tickets };
const adapters = { ...records, queues, payments, repayments, transfers };
type Context = ContextOf<typeof adapters>;

/** What one run looks at in each shard; the rest waits a minute. */
const pageSize = 40;

/**
 * Looks at everything whose time has come: places whose payment ended unheard, money on its way back, places for those who
 * wait, hosts to be paid.
 */
export async function sweepTickets(context: Context): Promise<void> {
  const due = await context.dues.until(isoOf(context.now()), pageSize);
  for (const { roomId, userId, order } of due.tickets)
    await alone(() => inPace(context, () => lookAtOrder(context, { roomId, userId, orderId: order.id }, true)));
  for (const paymentIntentId of due.paymentIntentIds) await alone(() => repay(context, paymentIntentId));
  const minute = isoOf(context.now()).slice(0, 16);
  for (const roomId of due.awaitedRoomIds) await alone(() => orderOffers(context, roomId, minute));
  if (due.payoutRoomIds.length === 0 || !isSwitchedOn('sales', await switchesOf(context)).isAllowed) return;
  // While sales are off nobody is paid: tables that are being put back do not show all refunds yet.
  for (const roomId of due.payoutRoomIds) await alone(() => inPace(context, () => payOut(context, roomId)));
}

export const handler = onSchedule({ adapters, run: sweepTickets });
