import * as z from 'zod/mini';
import { refunds } from '../../adapters/dynamodb/refunds.ts';
import { tickets } from '../../adapters/dynamodb/tickets.ts';
import { repayments } from '../../adapters/payments/repayments.ts';
import type { ContextOf } from '../runtime/context.ts';
import { onMessage } from '../runtime/worker.ts';
import { repay, repayAgain } from '../steps/repaying.ts';

/** `failedTries` is said by an operator only: how many have failed of the refund that is to be tried once more. */
export const input = z.object({ paymentIntentId: z.string(), failedTries: z.optional(z.number()) });

const adapters = { refunds, repayments, tickets };

/** Sends payments back, each line of them one after the other: the payment service takes only so many a second. */
export async function sendRefunds(context: ContextOf<typeof adapters>, order: z.infer<typeof input>): Promise<void> {
  const { paymentIntentId, failedTries } = order;
  if (failedTries === undefined) await repay(context, paymentIntentId);
  else await repayAgain(context, paymentIntentId, failedTries);
}

// Not `isOrdered`: a refund that fails again and again takes none of those behind it along to the dead letters.
export const handler = onMessage({ adapters, read: (body) => input.safeParse(body).data, run: sendRefunds });
