import { dues } from '../../adapters/dynamodb/dues.ts';
import { ledgers } from '../../adapters/dynamodb/ledgers.ts';
import { members } from '../../adapters/dynamodb/members.ts';
import { payoutAccounts } from '../../adapters/dynamodb/payout-accounts.ts';
import { payouts } from '../../adapters/dynamodb/payouts.ts';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { refundJobs } from '../../adapters/dynamodb/refund-jobs.ts';
import { refunds } from '../../adapters/dynamodb/refunds.ts';
import { sales } from '../../adapters/dynamodb/sales.ts';
import { switches } from '../../adapters/dynamodb/switches.ts';
import { ticketPages } from '../../adapters/dynamodb/ticket-pages.ts';
import { tickets } from '../../adapters/dynamodb/tickets.ts';
import { payments } from '../../adapters/payments/checkout.ts';
import { repayments } from '../../adapters/payments/repayments.ts';
import { transfers } from '../../adapters/payments/transfers.ts';
import { queues } from '../../adapters/queues.ts';
import { isSwitchedOn } from '../../domain/switches.ts';
import { isoOf } from '../../domain/time.ts';
import type { ContextOf } from '../runtime/context.ts';
import { onSchedule } from '../runtime/worker.ts';
import { eachDue } from '../steps/due-things.ts';
import { lookAtDueOrder } from '../steps/looking.ts';
import { inLines, inPace } from '../steps/pacing.ts';
import { payOut } from '../steps/paying-out.ts';
import { repay } from '../steps/repaying.ts';
import { orderRefunds } from '../steps/sale-ending.ts';
import { switchesOf } from '../steps/switches.ts';
import { orderOffers } from '../steps/waiting.ts';

const paid = { ledgers, payoutAccounts, payouts, profiles, ticketPages, transfers };
const records = { ...paid, dues, members, refundJobs, refunds, sales, switches, tickets };
const adapters = { ...records, queues, payments, repayments };
type Context = ContextOf<typeof adapters>;

/** What one run looks at in each shard; the rest waits a minute. */
const pageSize = 40;
/**
 * Looks at everything whose time has come: places whose payment ended unheard, money on its way back, canceled rooms whose
 * refunds nobody goes on with, places for those who wait, hosts to be paid.
 */
export async function sweepTickets(context: Context): Promise<void> {
  const startedAt = context.now();
  const due = await context.dues.until(isoOf(startedAt), pageSize);
  const each = eachDue(context, startedAt);
  await inLines(
    due.tickets,
    ({ of }) => of.order.id,
    (tickets, line) =>
      each('tickets', tickets, ({ roomId, userId, order }) =>
        inPace(context, () => lookAtDueOrder(context, { roomId, userId, orderId: order.id }), line),
      ),
  );
  await inLines(
    due.refunds,
    ({ of }) => of,
    (refunds) => each('refunds', refunds, (id) => repay(context, id)),
  );
  await each('refundJobs', due.refundJobs, async (roomId) => {
    await context.refundJobs.note(roomId, isoOf(context.now()));
    await orderRefunds(context, roomId);
  });
  const minute = isoOf(context.now()).slice(0, 16);
  await each('keptPlaces', due.keptPlaces, (roomId) => orderOffers(context, roomId, minute));
  if (due.payouts.length === 0 || !isSwitchedOn('sales', await switchesOf(context)).isAllowed) return;
  // While sales are off nobody is paid: tables that are being put back do not show all refunds yet.
  await each('payouts', due.payouts, (roomId) => inPace(context, () => payOut(context, roomId)));
}

export const handler = onSchedule({ adapters, run: sweepTickets });
