import Stripe from 'stripe';
import { allow, type Decision, refuse } from '../../domain/refusal.ts';
import { secretText, unreadable } from '../secrets.ts';
import type { Wiring } from '../wiring.ts';

/** API Gateway gives up after 30 s, and a worker has more to do: an answer that takes longer is asked for again by its key. */
const timeoutMilliseconds = 8_000;

const opened = new WeakMap<Wiring, { readonly key: string; readonly stripe: Stripe }>();

/** The payment service's client, opened anew when the key was rotated. It never retries by itself: our own stored keys do. */
export async function stripeOf(wiring: Wiring): Promise<Stripe> {
  const key = await secretText(wiring, 'stripe-api-key');
  const known = opened.get(wiring);
  if (known && known.key === key) return known.stripe;
  // Not put in yet, or of the other kind: a stage for tests must not take real money, nor the reverse.
  if (/^[sr]k_(test|live)_/.exec(key)?.[1] !== wiring.stripeMode) throw unreadable('stripe-api-key');
  const stripe = new Stripe(key, {
    telemetry: false,
    timeout: timeoutMilliseconds,
    maxNetworkRetries: 0,
    ...addressOf(wiring.stripeUrl),
  });
  opened.set(wiring, { key, stripe });
  return stripe;
}

/** Elsewhere than Stripe's own address only in the embedded cloud. */
function addressOf(url: string | undefined) {
  if (url === undefined) return {};
  const { hostname: host, port } = new URL(url);
  return { host, port: Number(port), protocol: 'http' as const };
}

/** What the payment service answers; that it does not answer, or not now, is an outcome. Anything else it refuses is a fault of ours. */
export async function answered<T>(call: Promise<T>): Promise<Decision<T>> {
  try {
    return allow(await call);
  } catch (error) {
    if (isOutage(error)) return refuse('payments_unavailable');
    throw error;
  }
}

function isOutage(error: unknown): boolean {
  if (!(error instanceof Stripe.errors.StripeError)) return false;
  const isLater = error.statusCode === 409 || error.statusCode === 429 || (error.statusCode ?? 500) >= 500;
  return error instanceof Stripe.errors.StripeConnectionError || isLater;
}

/** Whether the payment service says that there is no such thing, or that the thing is past it. */
export const isRefusedAs = (error: unknown, code: string): boolean =>
  error instanceof Stripe.errors.StripeError && error.code === code;

/** Whether the key of a request was used for another one before: for a day it is refused whatever else it is. */
export const isOtherRequest = (error: unknown): boolean => error instanceof Stripe.errors.StripeIdempotencyError;

/** Whether the payment service does not take this parameter as it is. */
export const isRefusedFor = (error: unknown, param: string): boolean =>
  error instanceof Stripe.errors.StripeInvalidRequestError && error.param === param;
