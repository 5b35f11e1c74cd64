import type Stripe from 'stripe';
import type { Raw } from './form.ts';
import { invalid, notHere } from './refusal.ts';

/** Stripe's limits for metadata. */
const mostKeys = 50;
const longestKey = 40;
const longestValue = 500;
/** No text of a parameter is longer. */
const longestText = 5_000;

/** What API versions before 2026-09-30 took: Stripe says so by a code of its own. */
export function refuseRemoved(operation: string, raw: object): void {
  if (operation === 'payment_intents.create' && 'payment_method_types' in raw)
    throw invalid(
      'payment_method_types',
      'The parameter payment_method_types is no longer supported; use allowed_payment_method_types.',
      'payment_method_types_no_longer_supported',
    );
}

/** Limits of every call that the types do not say. */
export function checkTexts(value: Raw, path = ''): void {
  if (typeof value === 'string' && value.length > longestText)
    throw invalid(path, `Invalid string: must be at most ${longestText} characters`);
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    const inside = path === '' ? key : `${path}[${key}]`;
    if (key === 'metadata' && typeof inner === 'object' && inner !== null) checkMetadata(inner, inside);
    checkTexts(inner, inside);
  }
}

function checkMetadata(metadata: object, path: string): void {
  const entries = Object.entries(metadata);
  if (entries.length > mostKeys)
    throw invalid(path, `You can only specify up to ${mostKeys} metadata keys; you passed ${entries.length}.`);
  for (const [key, value] of entries) {
    if (key.length > longestKey)
      throw invalid(path, `Metadata keys can be up to ${longestKey} characters; you passed ${key.length}.`);
    if (String(value).length > longestValue)
      throw invalid(`${path}[${key}]`, `Metadata values can have up to ${longestValue} characters.`);
  }
}

const zeroDecimal = 'bif clp djf gnf jpy kmf krw mga pyg rwf ugx vnd vuv xaf xof xpf'.split(' ');
/** Minor units, of the settlement currency at Stripe; the stand-in settles in the currency of the charge. */
const smallest: Readonly<Record<string, number>> = { usd: 50, eur: 50, gbp: 30, jpy: 50 };
const largest = 99_999_999;

/** What may be charged: not too little, not too much, in a currency of three letters. */
export function checkAmount(amount: number, currency: string, param: string): void {
  if (!/^[a-z]{3}$/.test(currency)) throw invalid('currency', `Invalid currency: ${currency}`);
  const least = smallest[currency] ?? (zeroDecimal.includes(currency) ? 1 : 50);
  if (amount < least)
    throw invalid(param, `Amount must be at least ${least} of the smallest unit of ${currency}`, 'amount_too_small');
  if (amount > largest) throw invalid(param, `Amount must be no more than ${largest}`, 'amount_too_large');
}

/** Refuses what Stripe would take and the stand-in would not act on; nested names are dotted. */
export function allowOnly(params: object, allowed: readonly string[], at = ''): void {
  for (const [key, value] of Object.entries(params)) {
    const path = at === '' ? key : `${at}.${key}`;
    if (allowed.includes(path) || allowed.includes(`${path}.*`)) continue;
    const isParent = allowed.some((one) => one.startsWith(`${path}.`));
    if (!isParent || typeof value !== 'object' || value === null) throw notHere(`the parameter ${path}`);
    for (const item of Array.isArray(value) ? value : [value]) allowOnly(item, allowed, path);
  }
}

const leastSeconds = 30 * 60;
const mostSeconds = 24 * 60 * 60;

/** A session may be open from 30 minutes to 24 hours, counted from when it is made. Unix seconds. */
export function checkExpiry(expiresAt: number, now: number): void {
  if (expiresAt < now + leastSeconds)
    throw invalid(
      'expires_at',
      'The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.',
    );
  if (expiresAt > now + mostSeconds)
    throw invalid(
      'expires_at',
      'The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.',
    );
}

/** Money that is taken by hand later is not done here. */
export function checkCapture(method: string | undefined): void {
  if (method === 'manual') throw notHere('the capture_method manual');
}

/** Where the buyer comes back to: the hosted page needs one address, the embedded one another. */
export function checkReturns({ ui_mode: mode, ...params }: Stripe.Checkout.SessionCreateParams): void {
  const { success_url: success, return_url: back, redirect_on_completion: redirects } = params;
  if (mode === 'elements' || mode === 'form') throw notHere(`the ui_mode ${mode}`);
  if (mode === 'embedded_page') {
    if (success !== undefined)
      throw invalid('success_url', 'You cannot set `success_url` with `ui_mode: embedded_page`; use `return_url`.');
    if (back === undefined && redirects !== 'never')
      throw invalid('return_url', 'Missing required param: return_url.', 'parameter_missing');
  } else if (success === undefined)
    throw invalid('success_url', 'Missing required param: success_url.', 'parameter_missing');
  else if (back !== undefined)
    throw invalid('return_url', 'You can only set `return_url` with `ui_mode: embedded_page`.');
  for (const [param, url] of Object.entries({ success_url: success, return_url: back, cancel_url: params.cancel_url }))
    if (url !== undefined && !/^https?:\/\/\S+$/.test(url)) throw invalid(param, 'Not a valid URL', 'url_invalid');
}
