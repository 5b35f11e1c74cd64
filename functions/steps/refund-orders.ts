import type { queues } from '../../adapters/queues.ts';
import type { Refund } from '../../domain/settlement.ts';
import type { ContextOf } from '../runtime/context.ts';

type Context = ContextOf<{ queues: typeof queues }>;

/** Asks for a refund that is written down; all of them stand in one line. What is lost here is found by the sweep. */
export async function orderRefund(context: Context, refund: Refund | undefined): Promise<void> {
  if (!refund) return;
  const { paymentIntentId } = refund;
  await context.queues.send('stripe-refunds', [
    { body: { paymentIntentId }, groupId: 'refunds', deduplicationId: paymentIntentId },
  ]);
}
