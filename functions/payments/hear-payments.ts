import * as z from 'zod/mini';
import { ledgers } from '../../adapters/dynamodb/ledgers.ts';
import { members } from '../../adapters/dynamodb/members.ts';
import { payoutAccounts } from '../../adapters/dynamodb/payout-accounts.ts';
import { payouts } from '../../adapters/dynamodb/payouts.ts';
import { refunds } from '../../adapters/dynamodb/refunds.ts';
import { sales } from '../../adapters/dynamodb/sales.ts';
import { tickets } from '../../adapters/dynamodb/tickets.ts';
import { payments } from '../../adapters/payments/checkout.ts';
import { disputes } from '../../adapters/payments/disputes.ts';
import { recipients } from '../../adapters/payments/recipients.ts';
import { repayments } from '../../adapters/payments/repayments.ts';
import { transfers } from '../../adapters/payments/transfers.ts';
import type { ContextOf } from '../runtime/context.ts';
import { roomId, userId } from '../runtime/schemas.ts';
import { onMessage } from '../runtime/worker.ts';
import { lookAtOrder } from '../steps/looking.ts';
import { hear } from '../steps/news.ts';

export const input = z.union([
  z.object({
    event: z.object({ type: z.string(), objectId: z.string(), paymentIntentId: z.optional(z.string()) }),
  }),
  z.object({ look: z.object({ roomId, userId, orderId: z.string() }), isUnwanted: z._default(z.boolean(), false) }),
]);

const records = { ledgers, members, payoutAccounts, payouts, refunds, sales, tickets };
const adapters = { ...records, disputes, payments, recipients, repayments, transfers };

/** The payment service's news, and our own wish to look at a payment before they come. */
export async function hearPayments(context: ContextOf<typeof adapters>, message: z.infer<typeof input>): Promise<void> {
  if ('look' in message) await lookAtOrder(context, message.look, message.isUnwanted);
  else await hear(context, message.event);
}

export const handler = onMessage({ adapters, read: (body) => input.safeParse(body).data, run: hearPayments });
