import { type Due, type DueThing, dues } from '../../adapters/dynamodb/dues.ts';
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
import { addSeconds, isoOf } from '../../domain/time.ts';
import type { ContextOf } from '../runtime/context.ts';
import { onSchedule } from '../runtime/worker.ts';
import { alone } from '../steps/alone.ts';
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
type Kind = keyof Due;
/** Seconds of the run's 60 by which each kind is left for the next run: one item takes up to three requests of eight. */
const leaveAfter: Readonly<Record<Kind, number>> = {
  tickets: 25,
  refunds: 36,
  refundJobs: 40,
  keptPlaces: 43,
  payouts: 46,
};
/**
 * Seconds after which something is looked at again that is due still: the payment service did not answer, or nothing can be done.
 * `since`: only what has been due for so long stands back; a kept place is given up when nobody waits some seconds later.
 */
const again: Readonly<Record<Kind, { readonly after: number; readonly since: number }>> = {
  tickets: { after: 300, since: 0 },
  refunds: { after: 120, since: 0 },
  refundJobs: { after: 0, since: 0 },
  keptPlaces: { after: 0, since: 600 },
  payouts: { after: 50, since: 0 },
};

/**
 * Looks at everything whose time has come: places whose payment ended unheard, money on its way back, canceled rooms whose
 * refunds nobody goes on with, places for those who wait, hosts to be paid.
 */
export async function sweepTickets(context: Context): Promise<void> {
  const startedAt = context.now();
  const due = await context.dues.until(isoOf(startedAt), pageSize);
  async function each<T>(kind: Kind, things: readonly DueThing<T>[], handle: (of: T) => Promise<void>) {
    for (const thing of things) {
      if (context.now() >= startedAt + leaveAfter[kind] * 1_000) return;
      await alone(() => handle(thing.of));
      await alone(() => standBack(context, kind, thing));
    }
  }
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

/** It stands behind the others unless it was done: what can never be done keeps nothing else from its turn. */
async function standBack(context: Context, kind: Kind, thing: DueThing<unknown>): Promise<void> {
  const now = isoOf(context.now());
  const { after, since } = again[kind];
  if (addSeconds(thing.dueAt, since) <= now) await context.dues.putOff(thing, addSeconds(now, after));
}

export const handler = onSchedule({ adapters, run: sweepTickets });
