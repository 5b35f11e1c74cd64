import type Stripe from 'stripe';

export type IntentParts = {
  readonly id: string;
  readonly secret: string;
  readonly amount: number;
  readonly currency: string;
  readonly created: number;
  readonly metadata: Stripe.Metadata;
  readonly transferGroup: string | null;
  readonly description: string | null;
  /** Null for the payment of a session: the page pays it. */
  readonly automatic: Stripe.PaymentIntent.AutomaticPaymentMethods | null;
  readonly methodTypes: string[];
  readonly captureMethod: CaptureMethod;
};
export type CaptureMethod = 'automatic' | 'automatic_async';
/** Stripe's own choice since 2024: the booking comes a moment after the payment. */
const usualCapture: CaptureMethod = 'automatic_async';

export const captureOf = (asked: string | undefined): CaptureMethod => (asked === 'automatic' ? asked : usualCapture);

/** A payment nobody has tried to make. */
export const openIntent = (parts: IntentParts): Stripe.PaymentIntent => ({
  ...unused,
  id: parts.id,
  object: 'payment_intent',
  amount: parts.amount,
  automatic_payment_methods: parts.automatic,
  capture_method: parts.captureMethod,
  client_secret: `${parts.id}_secret_${parts.secret}`,
  created: parts.created,
  currency: parts.currency,
  description: parts.description,
  metadata: parts.metadata,
  payment_method_types: parts.methodTypes,
  status: 'requires_payment_method',
  transfer_group: parts.transferGroup,
});

const unused = {
  allowed_payment_method_types: null,
  amount_capturable: 0,
  amount_received: 0,
  application: null,
  application_fee_amount: null,
  canceled_at: null,
  cancellation_reason: null,
  confirmation_method: 'automatic',
  customer: null,
  customer_account: null,
  excluded_payment_method_types: null,
  last_payment_error: null,
  latest_charge: null,
  livemode: false,
  managed_payments: null,
  next_action: null,
  on_behalf_of: null,
  payment_method: null,
  payment_method_configuration_details: null,
  payment_method_options: {},
  payment_record: null,
  processing: null,
  receipt_email: null,
  review: null,
  setup_future_usage: null,
  shipping: null,
  source: null,
  statement_descriptor: null,
  statement_descriptor_suffix: null,
  transfer_data: null,
} satisfies Partial<Stripe.PaymentIntent>;
