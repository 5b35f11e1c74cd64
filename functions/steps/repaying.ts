import type { refunds } from '../../adapters/dynamodb/refunds.ts';
import type { tickets } from '../../adapters/dynamodb/tickets.ts';
import type { repayments } from '../../adapters/payments/repayments.ts';
import { endRefund, type RefundFacts, retryRefund, type StoredRefund } from '../../domain/refund.ts';
import { addSeconds, isoOf } from '../../domain/time.ts';
import type { ContextOf } from '../runtime/context.ts';
import { measure, noteRoom } from '../runtime/notes.ts';
import { ensure, stop } from '../runtime/refusal-error.ts';
import { inPace, lineOf } from './pacing.ts';

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

/** What the news of a refund say of one of ours: also of one that was sent by hand, or that the bank returned later. */
export async function takeIn(context: Context, paymentIntentId: string, facts: RefundFacts): Promise<void> {
  const refund = await context.refunds.find(paymentIntentId);
  if (refund) await conclude(context, refund, facts);
}

/** Has a refund that failed tried again. `tries` is how many had failed by then: asked for twice, it is tried once. */
export async function repayAgain(context: Context, paymentIntentId: string, tries: number): Promise<void> {
  const refund = await context.refunds.find(paymentIntentId);
  if (refund?.state === 'failed' && refund.tries === tries) {
    const before = await context.tickets.find(refund.roomId, refund.userId);
    const again = retryRefund(refund, before, context.now());
    if (again && !(await context.refunds.retry(refund, again.ticket))) return stop('busy');
  }
  await repay(context, paymentIntentId);
}

/** What there is of it at the payment service is asked for first, unless it is sent for the first time. */
async function sentOf(context: Context, refund: StoredRefund): Promise<RefundFacts> {
  const isKeyGood = addSeconds(refund.at, keyHours * 3_600) > isoOf(context.now());
  const isFirst = isKeyGood && !refund.refundId && refund.tries === 0;
  const known = isFirst ? undefined : ensure(await context.repayments.find(refund.paymentIntentId));
  const isOver = known?.state === 'failed' && known.refundId !== refund.refundId;
  const isPart = known?.state === 'succeeded' && !known.isFull;
  if (known && !isOver && !isPart) return known;
  return ensure(await inPace(context, () => context.repayments.send(refund), lineOf(refund.paymentIntentId)));
}

/** What the payment service says becomes the refund's end, its booking and its ticket's, all or nothing. */
async function conclude(context: Context, found: StoredRefund, facts: RefundFacts): Promise<void> {
  const now = context.now();
  let refund = found;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    if (facts.state === 'pending' && refund.state === 'pending')
      return context.refunds.note(refund, facts.refundId, addSeconds(isoOf(now), lookSeconds));
    const end = endRefund(refund, facts, await context.tickets.find(refund.roomId, refund.userId), now);
    if (!end) return;
    if (await context.refunds.finish(refund, end)) return noteEnd(refund, end.state);
    refund = (await context.refunds.find(refund.paymentIntentId)) ?? refund;
  }
  return stop('busy');
}

/** One that failed waits for an operator, whom the count wakes. */
function noteEnd({ roomId }: StoredRefund, state: 'succeeded' | 'failed'): void {
  if (state === 'succeeded') return;
  noteRoom(roomId);
  measure('RefundsFailed');
}
