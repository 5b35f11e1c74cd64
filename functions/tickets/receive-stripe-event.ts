import * as z from 'zod/mini';
import { queues } from '../../adapters/queues.ts';
import { stripeWebhooks } from '../../adapters/stripe-webhooks.ts';
import type { ContextOf } from '../runtime/context.ts';
import { ensure } from '../runtime/refusal-error.ts';
import { nothing } from '../runtime/schemas.ts';
import { type Sent, webhook } from '../runtime/webhook.ts';

export const input = nothing;
export const output = z.object({ isReceived: z.literal(true) });

const adapters = { queues, stripeWebhooks };

/** Takes the payment service's news. It is told "received" only when the queue has them: else it sends them again. */
export async function receiveStripeEvent(context: ContextOf<typeof adapters>, { bytes, headers }: Sent) {
  const signature = headers['stripe-signature'] ?? '';
  const event = ensure(await context.stripeWebhooks.read({ bytes, signature }, context.config.stripe.mode));
  if (event) await context.queues.send('stripe-news', [{ body: { event } }]);
  return { isReceived: true as const };
}

export const handler = webhook({ adapters, maxBytes: 1_000_000, run: receiveStripeEvent });
