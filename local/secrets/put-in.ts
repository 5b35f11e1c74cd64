/** What an operator has put in before anything starts, by physical name; the payment service's stand-in hands it out. */
export const secretsPutIn: Readonly<Record<string, string>> = {
  'rostrum-stripe-api-key': 'sk_test_local00000000000000',
  'rostrum-stripe-signing-secrets': JSON.stringify(['whsec_local00000000000000']),
};
