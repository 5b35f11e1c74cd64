import type Stripe from 'stripe';

type ChargeParts = {
  readonly id: string;
  readonly created: number;
  readonly intent: Stripe.PaymentIntent;
  readonly isPaid: boolean;
  /** The booking of a charge that went through; one that is captured behind the answer has none yet. */
  readonly transactionId: string | null;
};

/** One attempt to take the money of a payment. */
export function chargeOf({ id, created, intent, isPaid, transactionId }: ChargeParts): Stripe.Charge {
  return {
    ...unused,
    id,
    object: 'charge',
    amount: intent.amount,
    amount_captured: isPaid ? intent.amount : 0,
    balance_transaction: transactionId,
    captured: isPaid,
    created,
    currency: intent.currency,
    description: intent.description,
    failure_code: isPaid ? null : 'card_declined',
    failure_message: isPaid ? null : 'Your card was declined.',
    metadata: intent.metadata,
    paid: isPaid,
    payment_intent: intent.id,
    status: isPaid ? 'succeeded' : 'failed',
    transfer_group: intent.transfer_group,
  };
}

const unused = {
  amount_refunded: 0,
  application: null,
  application_fee: null,
  application_fee_amount: null,
  billing_details: { address: null, email: null, name: null, phone: null, tax_id: null },
  calculated_statement_descriptor: null,
  customer: null,
  disputed: false,
  failure_balance_transaction: null,
  fraud_details: {},
  livemode: false,
  on_behalf_of: null,
  outcome: null,
  payment_method: null,
  payment_method_details: null,
  receipt_email: null,
  receipt_number: null,
  receipt_url: null,
  refunded: false,
  review: null,
  shipping: null,
  source: null,
  source_transfer: null,
  statement_descriptor: null,
  statement_descriptor_suffix: null,
  transfer_data: null,
} satisfies Partial<Stripe.Charge>;
