import * as z from 'zod/mini';
import { refunds } from '../../adapters/dynamodb/refunds.ts';
import { tickets } from '../../adapters/dynamodb/tickets.ts';
import { repayments } from '../../adapters/payments/repayments.ts';
import type { ContextOf } from '../runtime/context.ts';
import { onMessage } from '../runtime/worker.ts';
import { repay } from '../steps/repaying.ts';

export const input = z.object({ paymentIntentId: z.string() });

const adapters = { refunds, repayments, tickets };

/** Sends payments back, one after the other: the payment service takes only so many a second. */
export async function sendRefunds(context: ContextOf<typeof adapters>, order: z.infer<typeof input>): Promise<void> {
  await repay(context, order.paymentIntentId);
}

export const handler = onMessage({
  adapters,
  read: (body) => input.safeParse(body).data,
  run: sendRefunds,
  isOrdered: true,
});
