import type { refunds } from '../../adapters/dynamodb/refunds.ts';
import type { tickets } from '../../adapters/dynamodb/tickets.ts';
import type { repayments } from '../../adapters/payments/repayments.ts';
import { type RefundFacts, type StoredRefund, ticketAfter } from '../../domain/refund.ts';
import { addSeconds, isoOf } from '../../domain/time.ts';
import type { ContextOf } from '../runtime/context.ts';
import { ensure, stop } from '../runtime/refusal-error.ts';
import { inPace } from './pacing.ts';

type Context = ContextOf<{ refunds: typeof refunds; repayments: typeof repayments; tickets: typeof tickets }>;

/** Keys are good for 24 hours at the payment service; by then it is asked for what there is before anything is sent. */
const keyHours = 20;
/** A refund under way is looked at once a day, should its news be lost. */
const lookSeconds = 86_400;
const attempts = 5;

/** Sends a payment back if that is still to be done, and writes down what has become of it. Repeating it sends nothing twice. */
export async function repay(context: Context, paymentIntentId: string): Promise<void> {
  const refund = await context.refunds.find(paymentIntentId);
  if (refund?.state !== 'pending') return;
  await conclude(context, refund, await sentOf(context, refund));
}

/** What the news of a refund say of one of ours. */
export async function takeIn(context: Context, paymentIntentId: string, facts: RefundFacts): Promise<void> {
  const refund = await context.refunds.find(paymentIntentId);
  if (refund?.state === 'pending') await conclude(context, refund, facts);
}

async function sentOf(context: Context, refund: StoredRefund): Promise<RefundFacts> {
  const isKeyGood = addSeconds(refund.at, keyHours * 3_600) > isoOf(context.now());
  const known =
    isKeyGood && !refund.refundId ? undefined : ensure(await context.repayments.find(refund.paymentIntentId));
  const isNews = known && known.state !== 'failed';
  return isNews ? known : ensure(await inPace(context, () => context.repayments.send(refund)));
}

/** What the payment service says becomes the refund's end, its booking and its ticket's, all or nothing. */
async function conclude(context: Context, refund: StoredRefund, { refundId, state }: RefundFacts): Promise<void> {
  const now = context.now();
  if (state === 'pending') return context.refunds.note(refund, refundId, addSeconds(isoOf(now), lookSeconds));
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const before = await context.tickets.find(refund.roomId, refund.userId);
    const after = ticketAfter(before, refund, state, now);
    if (await context.refunds.finish(refund, { state, refundId }, before && after ? { before, after } : undefined))
      return;
    if ((await context.refunds.find(refund.paymentIntentId))?.state !== 'pending') return;
  }
  return stop('busy');
}
