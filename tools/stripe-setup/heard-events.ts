/** What Stripe tells us of payments, refunds, disputes and payouts, by the names of its snapshot events. */
const payments = [
  'checkout.session.completed',
  'checkout.session.expired',
  'checkout.session.async_payment_succeeded',
  'checkout.session.async_payment_failed',
  'payment_intent.succeeded',
  'payment_intent.payment_failed',
  'payment_intent.canceled',
  'refund.created',
  'refund.updated',
  'refund.failed',
  'charge.dispute.created',
  'charge.dispute.updated',
  'charge.dispute.closed',
  'charge.dispute.funds_withdrawn',
  'charge.dispute.funds_reinstated',
  'radar.early_fraud_warning.created',
  'transfer.created',
  'transfer.reversed',
  'payout.failed',
];

/** What becomes of hosts' accounts; there are no snapshots of these. */
const accounts = [
  'v2.core.account[configuration.recipient].capability_status_updated',
  'v2.core.account[requirements].updated',
];

/** All of them as thin events: one destination with one secret hears both kinds. */
export const heardEvents: readonly string[] = [...payments.map((name) => `v1.${name}`), ...accounts];
