/** What Stripe would hand to the account's owner. Every key of the embedded cloud is public: they open nothing elsewhere. */
export type StripeSecrets = {
  readonly apiKey: string;
  readonly publishableKey: string;
  readonly signingSecrets: readonly string[];
};

/** The same in every world and after every restart: the values of the secrets `stripe-api-key` and `stripe-signing-secrets`. */
export function stripeSecrets(): StripeSecrets {
  return {
    apiKey: 'sk_test_RostrumLocal',
    publishableKey: 'pk_test_RostrumLocal',
    signingSecrets: ['whsec_RostrumLocal'],
  };
}
