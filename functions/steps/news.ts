import type { ledgers } from '../../adapters/dynamodb/ledgers.ts';
import type { payoutAccounts } from '../../adapters/dynamodb/payout-accounts.ts';
import { drawWrites, type payouts } from '../../adapters/dynamodb/payouts.ts';
import type { payments } from '../../adapters/payments/checkout.ts';
import type { disputes } from '../../adapters/payments/disputes.ts';
import type { recipients } from '../../adapters/payments/recipients.ts';
import type { transfers } from '../../adapters/payments/transfers.ts';
import { reversalEntry } from '../../domain/payout.ts';
import type { Settlement } from '../../domain/settlement.ts';
import type { Ticket } from '../../domain/ticket.ts';
import { refundedOutside, settleDispute } from '../../domain/ticket-undoing.ts';
import type { ContextOf } from '../runtime/context.ts';
import { measure, noteRoom } from '../runtime/notes.ts';
import { ensure, stop } from '../runtime/refusal-error.ts';
import { noteRecipient } from './payout-account.ts';
import { type repay, repayAgain, takeIn } from './repaying.ts';
import { settleOrder } from './settling.ts';

export type News = { readonly type: string; readonly objectId: string; readonly paymentIntentId?: string | undefined };

type Context = Parameters<typeof settleOrder>[0] &
  Parameters<typeof repay>[0] &
  ContextOf<{
    disputes: typeof disputes;
    ledgers: typeof ledgers;
    payments: typeof payments;
    payoutAccounts: typeof payoutAccounts;
    payouts: typeof payouts;
    recipients: typeof recipients;
    transfers: typeof transfers;
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
  [/^transfer\.reversed$/, hearReversal],
  // A host's own bank: only they can mend that, and somebody must tell them.
  [/^payout\.failed$/, async () => measure('PayoutsFailed')],
];

export async function hear(context: Context, news: News): Promise<void> {
  await heard.find(([types]) => types.test(news.type))?.[1](context, news);
}

const isOfBeginning = /^(refund\.created|charge\.refunded)$/;

/** A refund of ours has gone on, or somebody has sent a payment back by hand. */
async function hearRefund(context: Context, news: News): Promise<void> {
  const paymentIntentId = news.paymentIntentId ?? ensure(await context.repayments.paymentOf(news.objectId));
  if (paymentIntentId === undefined) return;
  const known = await context.refunds.find(paymentIntentId);
  // Thousands go out at once, and each is told of twice: what began is no news of one that is through.
  if (known?.state === 'succeeded' && isOfBeginning.test(news.type)) return;
  const facts = ensure(await context.repayments.find(paymentIntentId));
  if (!facts) return;
  if (known) return takeIn(context, paymentIntentId, facts);
  if (facts.state !== 'succeeded' || !facts.isFull) return;
  await follow(context, paymentIntentId, async (ticket, isPaidOut) => {
    const sale = await context.sales.find(ticket.roomId);
    const at = { isSaleOpen: sale?.status === 'open', isPaidOut, now: context.now() };
    return refundedOutside(ticket, paymentIntentId, at);
  });
}

async function hearDispute(context: Context, news: News): Promise<void> {
  const { objectId } = news;
  const { paymentIntentId, state } = ensure(await context.disputes.find(objectId));
  await follow(context, paymentIntentId, async (ticket, isPaidOut) => {
    const [sale, refund] = await Promise.all([
      context.sales.find(ticket.roomId),
      context.refunds.find(paymentIntentId),
    ]);
    const at = { isPaidOut, isCanceled: sale?.status === 'canceled', refund };
    if (state === 'open' && ticket.state !== 'disputed' && !ticket.order.isDisputed) noteDispute(ticket);
    // A refund that follows is sent by the sweep, within minutes.
    return settleDispute(ticket, state, { ...at, now: context.now() });
  });
  // Decided while that was written down: whoever heard of it in time found nothing to undo.
  if (state === 'open' && ensure(await context.disputes.find(objectId)).state !== 'open')
    return hearDispute(context, news);
  // What could not be sent back while the bank disputed it.
  const failed = state === 'won' ? await context.refunds.find(paymentIntentId) : undefined;
  if (failed?.state === 'failed') await repayAgain(context, paymentIntentId, failed.tries);
}

function noteDispute({ roomId }: Ticket): void {
  noteRoom(roomId);
  measure('DisputesOpened');
}

/** Somebody took back what a host was paid. */
async function hearReversal(context: Context, { objectId }: News): Promise<void> {
  for (const reversal of ensure(await context.transfers.reversalsOf(objectId)))
    await context.ledgers.book(reversalEntry(reversal, context.now()));
}

async function hearRecipient(context: Context, { objectId }: News): Promise<void> {
  const facts = ensure(await context.recipients.find(objectId));
  if (facts.userId === '') return;
  const known = await context.payoutAccounts.find(facts.userId);
  // One that was made when an answer was lost, and is not used.
  if (known?.accountId !== undefined && known.accountId !== facts.accountId) return;
  await noteRecipient(context, facts.userId, facts);
}

const attempts = 8;

/** Has the ticket that a payment bought, or was to buy, follow what has become of the payment. */
async function follow(
  context: Context,
  paymentIntentId: string,
  step: (ticket: Ticket, isPaidOut: boolean) => Promise<Settlement | undefined>,
): Promise<void> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const bought = await context.tickets.boughtWith(paymentIntentId);
    const refund = bought ? undefined : await context.refunds.find(paymentIntentId);
    // They may be faster than the payment's own news, or outlive them: what it has bought is written down first.
    if (!bought && !refund) {
      const facts = ensure(await context.payments.find(paymentIntentId));
      if (facts.isForeign) return;
      await settleOrder(context, facts);
      continue;
    }
    const ticket = refund ? await context.tickets.find(refund.roomId, refund.userId) : bought;
    // It bought none, or somebody who got their money back has bought another one since.
    if (ticket?.order.paymentIntentId !== paymentIntentId) return;
    const payout = await context.payouts.find(ticket.roomId);
    const settlement = await step(ticket, payout?.stage === 'sent');
    // What is taken of the money that is held for the room is seen by a payout that is made at the same time.
    const drawn = settlement?.entry?.lines.escrow ? drawWrites(ticket.roomId, payout) : [];
    if (!settlement || (await context.tickets.settle(ticket, settlement, undefined, drawn)) === 'settled') return;
  }
  return stop('busy');
}
