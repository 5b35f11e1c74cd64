import type Stripe from 'stripe';

type DisputeParts = {
  readonly id: string;
  readonly charge: Stripe.Charge;
  readonly created: number;
  readonly booked: Stripe.BalanceTransaction;
};

/** Stripe gives about that long for an answer, in seconds. */
const answerSeconds = 10 * 86_400;

const silent = [
  ...['access_activity_log', 'billing_address', 'cancellation_policy', 'cancellation_policy_disclosure'],
  ...['cancellation_rebuttal', 'customer_communication', 'customer_email_address', 'customer_name'],
  ...['customer_purchase_ip', 'customer_signature', 'duplicate_charge_documentation', 'duplicate_charge_explanation'],
  ...['duplicate_charge_id', 'product_description', 'receipt', 'refund_policy', 'refund_policy_disclosure'],
  ...['refund_refusal_explanation', 'service_date', 'service_documentation', 'shipping_address', 'shipping_carrier'],
  ...[
    'shipping_date',
    'shipping_documentation',
    'shipping_tracking_number',
    'uncategorized_file',
    'uncategorized_text',
  ],
];

const toEvidence = (): Stripe.Dispute.Evidence =>
  ({ ...Object.fromEntries(silent.map((field) => [field, null])), enhanced_evidence: {} }) as Stripe.Dispute.Evidence;

/** A buyer's bank wants the money back; nobody has answered yet. */
export function openDispute({ id, charge, created, booked }: DisputeParts): Stripe.Dispute {
  return {
    id,
    object: 'dispute',
    amount: charge.amount,
    balance_transactions: [booked],
    charge: charge.id,
    created,
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: toEvidence(),
    evidence_details: {
      due_by: created + answerSeconds,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'manual',
    },
    intended_submission_method: null,
    is_charge_refundable: false,
    livemode: false,
    metadata: {},
    payment_intent: charge.payment_intent,
    reason: 'fraudulent',
    status: 'needs_response',
  };
}
