import * as z from 'zod/mini';
import { ledgers } from '../../adapters/dynamodb/ledgers.ts';
import { members } from '../../adapters/dynamodb/members.ts';
import { payoutAccounts } from '../../adapters/dynamodb/payout-accounts.ts';
import { payouts } from '../../adapters/dynamodb/payouts.ts';
import { refundJobs } from '../../adapters/dynamodb/refund-jobs.ts';
import { refunds } from '../../adapters/dynamodb/refunds.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { sales } from '../../adapters/dynamodb/sales.ts';
import { tickets } from '../../adapters/dynamodb/tickets.ts';
import { payments } from '../../adapters/payments/checkout.ts';
import { disputes } from '../../adapters/payments/disputes.ts';
import { recipients } from '../../adapters/payments/recipients.ts';
import { repayments } from '../../adapters/payments/repayments.ts';
import { transfers } from '../../adapters/payments/transfers.ts';
import { type Part, type Stretch, walks } from '../../adapters/payments/walks.ts';
import { queues } from '../../adapters/queues.ts';
import type { StripeEvent } from '../../adapters/stripe-events.ts';
import type { Decision } from '../../domain/refusal.ts';
import type { ContextOf } from '../runtime/context.ts';
import { noteTrouble } from '../runtime/notes.ts';
import { ensure, RefusalError } from '../runtime/refusal-error.ts';
import { roomId } from '../runtime/schemas.ts';
import { onMessage } from '../runtime/worker.ts';
import { followRoom } from '../steps/following-room.ts';
import { inPace } from '../steps/pacing.ts';
import { payOut } from '../steps/paying-out.ts';
import { settleListed } from '../steps/reconciling.ts';
import { settleListedDispute, settleListedRefund } from '../steps/reconciling-refunds.ts';
import { nextOrder, orderWalk, type WalkedList, walkedLists } from '../steps/walk-orders.ts';

const walkOrder = { walk: z.string(), list: z.enum(walkedLists), since: z.string(), after: z.optional(z.string()) };
export const input = z.union([z.object({ roomId }), z.object(walkOrder)]);

const records = { ledgers, members, payoutAccounts, payouts, refundJobs, refunds, rooms, sales, tickets };
const adapters = { ...records, disputes, payments, queues, recipients, repayments, transfers, walks };
type Context = ContextOf<typeof adapters>;

/** Looks through a part of a list; answers where the next part begins. */
type Walk = (context: Context, stretch: Stretch) => Promise<string | undefined>;

const walkOf =
  <Found>(
    list: (context: Context, stretch: Stretch) => Promise<Decision<Part<Found>>>,
    settle: (context: Context, found: Found) => Promise<void>,
  ): Walk =>
  async (context, stretch) => {
    const { found, after } = ensure(await inPace(context, () => list(context, stretch)));
    // Lists begin with the newest: of two who want the last place the first gets it.
    for (const one of found.toReversed()) await unlessOut(() => settle(context, one));
    return after;
  };

async function settleTransfer(context: Context, roomId: string): Promise<void> {
  const payout = await context.payouts.find(roomId);
  if (payout?.stage !== 'sent') await inPace(context, () => payOut(context, roomId));
}

/** As its receiver would have. */
async function handOn(context: Context, event: StripeEvent): Promise<void> {
  await context.queues.send('stripe-news', [{ body: { event } }]);
}

const walksOf: Readonly<Record<WalkedList, Walk>> = {
  refunds: walkOf((context, stretch) => context.walks.refunds(stretch), settleListedRefund),
  sessions: walkOf((context, stretch) => context.walks.sessions(stretch), settleListed),
  intents: walkOf((context, stretch) => context.walks.intents(stretch), settleListed),
  disputes: walkOf((context, stretch) => context.walks.disputes(stretch), settleListedDispute),
  transfers: walkOf((context, stretch) => context.walks.transfers(stretch), settleTransfer),
  missed_news: walkOf((context, stretch) => context.walks.missedNews(stretch), handOn),
};

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

/** What fails alone is told of and met again by the next walk; an outage has the whole part come again. */
async function unlessOut(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof RefusalError && error.refusal.kind === 'unavailable') throw error;
    noteTrouble(error);
  }
}

export const handler = onMessage({
  adapters,
  read: (body) => input.safeParse(body).data,
  run: reconcilePayments,
  isOrdered: true,
});
