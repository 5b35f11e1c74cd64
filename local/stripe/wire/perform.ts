import { setTimeout as wait } from 'node:timers/promises';
import type { FaultBox, Strike } from '../../faults/faults.ts';
import type { House } from '../house.ts';
import { stripeSecrets } from '../keys.ts';
import type { Call } from './call.ts';
import { expand } from './expand.ts';
import type { Raw } from './form.ts';
import { fingerprintOf, type Idempotency } from './idempotency.ts';
import type { Operation } from './operation.ts';
import { createRateLimit, type Rates, tooMany } from './rates.ts';
import { notHere, StripeRefusal } from './refusal.ts';
import { headerOf, keyOf, rawOf, type StripeAnswer, type StripeRequest } from './request.ts';
import { findOperation } from './routes.ts';
import { checkTexts, refuseRemoved } from './rules.ts';
import { apiVersion } from './schemas.ts';
import { validate } from './validation.ts';

export type PerformOptions = {
  readonly house: House;
  readonly faults: Pick<FaultBox, 'strike' | 'strikeNamed'>;
  readonly idempotency: Idempotency;
  readonly rates: Rates;
};

const defaultDelaySeconds = 0.2;
const brokenMessage = 'An unknown error occurred.';

/** Answers one request of an SDK, with no socket needed: who asks, how often, what, and whether it was asked before. */
export function createPerform(options: PerformOptions): (request: StripeRequest) => Promise<StripeAnswer> {
  const { house, faults } = options;
  const checkRate = createRateLimit(options.rates);

  return async (request) => {
    const requestId = house.newId('req');
    try {
      checkKey(request);
      const { operation, ids } = routeOf(request);
      checkRate(operation.name, house.clock.now());
      const call = readCall(request, operation, ids);
      const strike =
        faults.strike('stripe', operation.name, ['fail-before', 'throttle', 'apply-then-fail']) ??
        faults.strikeNamed('stripe', operation.name, ['delay']);
      if (strike?.mode === 'throttle') throw tooMany();
      if (strike?.mode === 'fail-before') throw broken();
      const answer = await answerOnce(options, request, { operation, call, requestId, strike });
      return strike?.mode === 'apply-then-fail' ? { ...answer, isDropped: true } : answer;
    } catch (error) {
      const { status, body } = toRefusal(error);
      return answerOf(status, JSON.stringify(body), requestId);
    }
  };
}

const broken = (): StripeRefusal => new StripeRefusal(500, brokenMessage, { type: 'api_error' });

function toRefusal(error: unknown): StripeRefusal {
  if (error instanceof StripeRefusal) return error;
  console.error('stripe:', error);
  return broken();
}

function checkKey(request: StripeRequest): void {
  const key = keyOf(request);
  if (key === stripeSecrets().apiKey) return;
  const message =
    key === undefined
      ? 'You did not provide an API key. Provide it in the Authorization header, using Bearer auth.'
      : `Invalid API Key provided: ${key.slice(0, 8)}***`;
  throw new StripeRefusal(401, message);
}

function routeOf({ method, url }: StripeRequest): { readonly operation: Operation; readonly ids: readonly string[] } {
  const path = new URL(url, 'http://localhost').pathname;
  const found = findOperation(method, path);
  if (!found) throw notHere(`${method} ${path}`);
  return found;
}

function readCall(request: StripeRequest, { name }: Operation, ids: readonly string[]): Call {
  const { raw, encoding } = rawOf(request);
  refuseRemoved(name, raw);
  const params = validate(name, raw, encoding);
  checkTexts(params);
  return { operation: name, ids, params, account: headerOf(request, 'stripe-account') };
}

type Asked = {
  readonly operation: Operation;
  readonly call: Call;
  readonly requestId: string;
  readonly strike: Strike | undefined;
};

/** Runs a call once for each key of its caller. A v1 answer is kept whatever it was, a v2 one when it was a success. */
async function answerOnce(options: PerformOptions, request: StripeRequest, asked: Asked): Promise<StripeAnswer> {
  const { house, idempotency } = options;
  const { call, strike, requestId } = asked;
  const given = request.method === 'POST' ? headerOf(request, 'idempotency-key') : undefined;
  const key = given === undefined ? undefined : `${call.account ?? ''}:${given}`;
  const fingerprint = fingerprintOf(asked.operation.name, ...call.ids, JSON.stringify(call.params));
  const known = key === undefined ? undefined : idempotency.recall(key, fingerprint, house.clock.now());
  if (known)
    return answerOf(known.status, known.body, requestId, {
      'idempotent-replayed': 'true',
      'original-request': known.requestId,
    });
  // Only now: what was fine when it was asked first may be too late by the clock.
  asked.operation.check?.(call, house);
  if (key !== undefined) idempotency.begin(key);
  try {
    // Real time on purpose: it stands for a slow network, which the virtual clock must not skip.
    if (strike?.mode === 'delay') await wait((strike.delaySeconds ?? defaultDelaySeconds) * 1000);
    const { status, body } = run(house, asked, given);
    const isKept = status < 400 || !request.url.startsWith('/v2/');
    if (key !== undefined && isKept)
      idempotency.keep(key, { fingerprint, status, body, requestId, at: house.clock.now() });
    return answerOf(status, body, requestId, given === undefined ? {} : { 'idempotency-key': given });
  } finally {
    if (key !== undefined) idempotency.end(key);
  }
}

function run(house: House, { operation, call, requestId }: Asked, idempotencyKey: string | undefined) {
  house.request = { id: requestId, idempotencyKey };
  try {
    if (house.broken.delete(operation.name)) throw broken();
    const shown = operation.run(call, house);
    return { status: 200, body: JSON.stringify(expand(house.state, shown, expandsOf(call.params['expand']))) };
  } catch (error) {
    const { status, body } = toRefusal(error);
    return { status, body: JSON.stringify(body) };
  } finally {
    house.request = undefined;
  }
}

const expandsOf = (given: Raw | undefined): readonly string[] => (Array.isArray(given) ? given.map(String) : []);

const answerOf = (
  status: number,
  body: string,
  requestId: string,
  more: Readonly<Record<string, string>> = {},
): StripeAnswer => ({
  status,
  headers: { 'content-type': 'application/json', 'request-id': requestId, 'stripe-version': apiVersion, ...more },
  body,
});
