import type Stripe from 'stripe';
import type { Item } from '../state.ts';

export type SessionParts = {
  readonly id: string;
  readonly secret: string;
  readonly created: number;
  readonly expiresAt: number;
  readonly items: readonly Item[];
  readonly currency: string;
  readonly pageUrl: string;
  readonly params: Stripe.Checkout.SessionCreateParams;
};

export const totalOf = (items: readonly Item[]): number =>
  items.reduce((sum, { amount, quantity }) => sum + amount * quantity, 0);

/** An open session. What the stand-in does not do is null, as it is at Stripe when nobody asked for it. */
export function openSession(parts: SessionParts): Stripe.Checkout.Session {
  const { params, items, id } = parts;
  const total = totalOf(items);
  const uiMode = params.ui_mode ?? 'hosted_page';
  const isHosted = uiMode === 'hosted_page';
  return {
    ...unused,
    id,
    object: 'checkout.session',
    allowed_payment_method_types: params.allowed_payment_method_types ?? null,
    amount_subtotal: total,
    amount_total: total,
    cancel_url: params.cancel_url ?? null,
    client_reference_id: params.client_reference_id ?? null,
    client_secret: isHosted ? null : `${id}_secret_${parts.secret}`,
    created: parts.created,
    currency: parts.currency,
    customer_email: params.customer_email ?? null,
    expires_at: parts.expiresAt,
    locale: params.locale ?? null,
    metadata: textsOf(params.metadata),
    mode: 'payment',
    payment_method_types: params.allowed_payment_method_types ?? ['card'],
    redirect_on_completion: params.redirect_on_completion ?? 'always',
    ...(params.return_url !== undefined && { return_url: params.return_url }),
    submit_type: params.submit_type ?? null,
    success_url: params.success_url ?? null,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: uiMode,
    url: isHosted ? parts.pageUrl : null,
  };
}

/** Metadata as it is read: all texts; what was set to nothing is not there. */
export function textsOf(given: Stripe.MetadataParam | '' | null | undefined): Stripe.Metadata {
  const entries = Object.entries(given ?? {}).filter(([, value]) => value !== null && value !== '');
  return Object.fromEntries(entries.map(([key, value]) => [key, String(value)]));
}

const unused = {
  adaptive_pricing: { enabled: false },
  after_expiration: null,
  allow_promotion_codes: null,
  automatic_tax: { enabled: false, liability: null, provider: null, status: null },
  billing_address_collection: null,
  collected_information: null,
  consent: null,
  consent_collection: null,
  currency_conversion: null,
  custom_fields: [],
  custom_text: { after_submit: null, shipping_address: null, submit: null, terms_of_service_acceptance: null },
  customer: null,
  customer_account: null,
  customer_creation: 'if_required',
  customer_details: null,
  discounts: [],
  integration_identifier: null,
  invoice: null,
  invoice_creation: null,
  livemode: false,
  managed_payments: null,
  origin_context: null,
  payment_intent: null,
  payment_link: null,
  payment_method_collection: 'if_required',
  payment_method_configuration_details: null,
  payment_method_options: {},
  payment_status: 'unpaid',
  permissions: null,
  recovered_from: null,
  saved_payment_method_options: null,
  setup_intent: null,
  shipping_address_collection: null,
  shipping_cost: null,
  shipping_options: [],
  status: 'open',
  subscription: null,
  wallet_options: null,
} satisfies Partial<Stripe.Checkout.Session>;
