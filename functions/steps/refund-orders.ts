import type { queues } from '../../adapters/queues.ts';
import type { Refund } from '../../domain/settlement.ts';
import type { ContextOf } from '../runtime/context.ts';
import { lineOf } from './pacing.ts';

type Context = ContextOf<{ queues: typeof queues }>;

/** Asks for a refund that is written down; they stand in lines. What is lost here is found by the sweep. */
export async function orderRefund(context: Context, refund: Refund | undefined): Promise<void> {
  if (!refund) return;
  const { paymentIntentId } = refund;
  await context.queues.send('stripe-refunds', [
    { body: { paymentIntentId }, groupId: lineOf(paymentIntentId), deduplicationId: paymentIntentId },
  ]);
}
