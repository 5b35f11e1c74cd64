import type Stripe from 'stripe';
import type { StripeStandIn } from '../../../local/stripe/stripe.ts';
import type { SeenTicket } from './seen.ts';

/** What the payment service knows. */
export type StripeState = StripeStandIn['house']['state'];

/** What went back of a payment, or is on its way, minor units. */
export const refundedOf = (stripe: StripeState, paymentIntentId: string): number =>
  refundsOf(stripe, paymentIntentId)
    .filter(({ status }) => status !== 'failed' && status !== 'canceled')
    .reduce((sum, { amount }) => sum + amount, 0);

export const refundsOf = (stripe: StripeState, paymentIntentId: string): readonly Stripe.Refund[] =>
  stripe.refunds.values().filter(({ payment_intent: intent }) => intent === paymentIntentId);

/** The bank's objection to a payment, if there is one. */
export const disputeOf = (stripe: StripeState, paymentIntentId: string): Stripe.Dispute | undefined =>
  stripe.disputes.values().find(({ payment_intent: intent }) => intent === paymentIntentId);

export const chargeOf = (
  stripe: StripeState,
  { latest_charge: id }: Stripe.PaymentIntent,
): Stripe.Charge | undefined => (typeof id === 'string' ? stripe.charges.get(id) : undefined);

/** Whether somebody can still pay the order, or has: by any session or intent that was made for it. */
export function isPayable({ sessions, intents }: StripeState, { order }: SeenTicket): boolean {
  const isOpen = sessions
    .values()
    .some(({ shown }) => shown.client_reference_id === order.id && shown.status === 'open');
  const isUnderWay = intents
    .values()
    .some(({ metadata, status }) => metadata['orderId'] === order.id && ['succeeded', 'processing'].includes(status));
  const byItself = intents
    .values()
    .some(
      ({ id, status }) => id === order.payment?.id && ['requires_payment_method', 'requires_action'].includes(status),
    );
  return isOpen || isUnderWay || byItself;
}
