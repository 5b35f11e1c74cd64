import { stripeSecrets } from '../stripe/keys.ts';

const { apiKey, signingSecrets } = stripeSecrets();

/** What an operator has put in before anything starts, by physical name: what the payment service's stand-in hands out. */
export const secretsPutIn: Readonly<Record<string, string>> = {
  'rostrum-stripe-api-key': apiKey,
  'rostrum-stripe-signing-secrets': JSON.stringify(signingSecrets),
};
