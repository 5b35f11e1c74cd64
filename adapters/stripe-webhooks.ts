import { allow, type Decision, refuse } from '../domain/refusal.ts';
import { secretText, unreadable } from './secrets.ts';
import { readStripeEvent, type StripeEvent } from './stripe-events.ts';
import { isSigned } from './stripe-signature.ts';
import type { Wiring } from './wiring.ts';

export type Delivery = { readonly bytes: Uint8Array; readonly signature: string };

/** Stripe's deliveries. The signature is checked here, by hand: the SDK would be 240 KB in a unit that does nothing else with it. */
export const stripeWebhooks = (wiring: Wiring) => ({
  /** The event of a delivery that Stripe has signed in the last 300 s; undefined for news of nothing in particular. One secret, read every 5 minutes. */
  async read(delivery: Delivery, mode: 'test' | 'live'): Promise<Decision<StripeEvent | undefined>> {
    const secrets = toSecrets(await secretText(wiring, 'stripe-signing-secrets'));
    if (!isSigned(delivery.bytes, delivery.signature, secrets, wiring.now())) return refuse('invalid_signature');
    const read = readStripeEvent(delivery.bytes);
    if (!read) return refuse('invalid_field', { param: 'body', message: 'The body is not an event.' });
    if (read.isLive === (mode === 'live')) return allow(read.event);
    return refuse('invalid_field', { param: 'livemode', message: `Only ${mode} events are taken here.` });
  },
});

/** A JSON list of one or two secrets; throws what `secretText` throws until an operator has put it in. */
function toSecrets(text: string): readonly string[] {
  const list = parseList(text);
  const isUsable = list.length >= 1 && list.length <= 2 && list.every((one) => /^whsec_\S+$/.test(one));
  if (!isUsable) throw unreadable('stripe-signing-secrets');
  return list;
}

function parseList(text: string): readonly string[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.map(String) : [];
  } catch {
    return [];
  }
}
