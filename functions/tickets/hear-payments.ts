import * as z from 'zod/mini';
import { members } from '../../adapters/dynamodb/members.ts';
import { sales } from '../../adapters/dynamodb/sales.ts';
import { tickets } from '../../adapters/dynamodb/tickets.ts';
import { payments } from '../../adapters/payments/checkout.ts';
import type { ContextOf } from '../runtime/context.ts';
import { ensure } from '../runtime/refusal-error.ts';
import { roomId, userId } from '../runtime/schemas.ts';
import { onMessage } from '../runtime/worker.ts';
import { lookAtOrder } from '../steps/looking.ts';
import { settleOrder } from '../steps/settling.ts';

const orderMessage = z.object({ roomId, userId, orderId: z.string() });
export const input = z.union([
  z.object({ event: z.object({ type: z.string(), objectId: z.string() }) }),
  z.object({ look: orderMessage, isUnwanted: z._default(z.boolean(), false) }),
]);

const adapters = { members, payments, sales, tickets };

/** News are only a reason to look: the payment is read as it is now, and its ticket follows. */
export async function hearPayments(context: ContextOf<typeof adapters>, message: z.infer<typeof input>): Promise<void> {
  if ('look' in message) return lookAtOrder(context, message.look, message.isUnwanted);
  const { type, objectId } = message.event;
  if (!isOfPayment(type)) return;
  await settleOrder(context, ensure(await context.payments.find(objectId)));
}

/** Events of a session or payment intent; its attempts that fail are its buyer's business until it can no longer be made. */
const isOfPayment = (type: string): boolean =>
  type.startsWith('checkout.session.') || type === 'payment_intent.succeeded' || type === 'payment_intent.canceled';

export const handler = onMessage({ adapters, read: (body) => input.safeParse(body).data, run: hearPayments });
