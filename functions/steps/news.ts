import type { payoutAccounts } from '../../adapters/dynamodb/payout-accounts.ts';
import type { payouts } from '../../adapters/dynamodb/payouts.ts';
import type { payments } from '../../adapters/payments/checkout.ts';
import type { disputes } from '../../adapters/payments/disputes.ts';
import type { recipients } from '../../adapters/payments/recipients.ts';
import type { Settlement } from '../../domain/settlement.ts';
import type { Ticket } from '../../domain/ticket.ts';
import { refundedOutside, settleDispute } from '../../domain/ticket-undoing.ts';
import type { ContextOf } from '../runtime/context.ts';
import { ensure, stop } from '../runtime/refusal-error.ts';
import { noteRecipient } from './payout-account.ts';
import { type repay, takeIn } from './repaying.ts';
import { settleOrder } from './settling.ts';

export type News = { readonly type: string; readonly objectId: string; readonly paymentIntentId?: string | undefined };

type Context = Parameters<typeof settleOrder>[0] &
  Parameters<typeof repay>[0] &
  ContextOf<{
    disputes: typeof disputes;
    payments: typeof payments;
    payoutAccounts: typeof payoutAccounts;
    payouts: typeof payouts;
    recipients: typeof recipients;
  }>;
type Hear = (context: Context, news: News) => Promise<unknown>;

/** News are only a reason to look: each names what is read then, as it is by then. What is not listed here changes no ticket. */
const heard: readonly (readonly [RegExp, Hear])[] = [
  [
    /^(checkout\.session\.|payment_intent\.(succeeded|canceled)$)/,
    async (context, { objectId }) => settleOrder(context, ensure(await context.payments.find(objectId))),
  ],
  [/^(refund\.|charge\.refunded$)/, hearRefund],
  [/^charge\.dispute\./, hearDispute],
  [/^v2\.core\.account\[/, hearRecipient],
];

export async function hear(context: Context, news: News): Promise<void> {
  await heard.find(([types]) => types.test(news.type))?.[1](context, news);
}

/** A refund of ours has gone on, or somebody has sent a payment back by hand. */
async function hearRefund(context: Context, news: News): Promise<void> {
  const paymentIntentId = news.paymentIntentId ?? ensure(await context.repayments.paymentOf(news.objectId));
  if (paymentIntentId === undefined) return;
  const facts = ensure(await context.repayments.find(paymentIntentId));
  if (!facts) return;
  if (await context.refunds.find(paymentIntentId)) return takeIn(context, paymentIntentId, facts);
  if (facts.state !== 'succeeded' || !facts.isFull) return;
  await follow(context, paymentIntentId, async (ticket) => {
    const sale = await context.sales.find(ticket.roomId);
    return refundedOutside(ticket, paymentIntentId, sale?.status === 'open', context.now());
  });
}

async function hearDispute(context: Context, { objectId }: News): Promise<void> {
  const { paymentIntentId, state } = ensure(await context.disputes.find(objectId));
  await follow(context, paymentIntentId, async (ticket) => {
    const [payout, sale] = await Promise.all([context.payouts.find(ticket.roomId), context.sales.find(ticket.roomId)]);
    const isPaidOut = payout?.stage === 'sent';
    // A refund that follows is sent by the sweep, within minutes.
    return settleDispute(ticket, state, { isPaidOut, isCanceled: sale?.status === 'canceled', now: context.now() });
  });
}

async function hearRecipient(context: Context, { objectId }: News): Promise<void> {
  const facts = ensure(await context.recipients.find(objectId));
  if (facts.userId !== '') await noteRecipient(context, facts.userId, facts);
}

const attempts = 8;

/** Has the ticket that a payment bought follow what has become of the payment. */
async function follow(
  context: Context,
  paymentIntentId: string,
  step: (ticket: Ticket) => Promise<Settlement | undefined>,
): Promise<void> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const ticket = await context.tickets.boughtWith(paymentIntentId);
    // It bought none, and is on its way back.
    if (!ticket && (await context.refunds.find(paymentIntentId))) return;
    // News may be faster than our own writes: they are told again, and in the end lie in the dead-letter queue.
    if (!ticket) throw new Error(`No ticket was bought with ${paymentIntentId}`);
    // Somebody who got their money back may have bought another one since.
    if (ticket.order.paymentIntentId !== paymentIntentId) return;
    const settlement = await step(ticket);
    if (!settlement || (await context.tickets.settle(ticket, settlement)) === 'settled') return;
  }
  return stop('busy');
}
