import type Stripe from 'stripe';
import { expireLater, expireSession } from '../checkout.ts';
import type { House } from '../house.ts';
import { captureOf } from '../objects/intent.ts';
import { openSession, textsOf, totalOf } from '../objects/session.ts';
import type { Item, SessionRecord } from '../state.ts';
import { type Call, toParams } from '../wire/call.ts';
import { listWhere } from '../wire/lists.ts';
import { idOf, type Operation } from '../wire/operation.ts';
import { invalid, missing, notHere, StripeRefusal } from '../wire/refusal.ts';
import { allowOnly, checkAmount, checkCapture, checkExpiry, checkReturns } from '../wire/rules.ts';

type Create = Stripe.Checkout.SessionCreateParams;

const actedOn = [
  ...['allowed_payment_method_types', 'cancel_url', 'client_reference_id', 'customer_email', 'expand', 'expires_at'],
  ...['locale', 'metadata.*', 'mode', 'redirect_on_completion', 'return_url', 'submit_type', 'success_url', 'ui_mode'],
  ...['line_items.quantity', 'line_items.metadata.*', 'line_items.price', 'line_items.price_data.currency'],
  ...['line_items.price_data.unit_amount', 'line_items.price_data.product_data.*'],
  ...['payment_intent_data.metadata.*', 'payment_intent_data.transfer_group', 'payment_intent_data.description'],
  'payment_intent_data.capture_method',
];
/** A session that says nothing is open for a day. */
const usualSeconds = 24 * 60 * 60;
const longestReference = 200;

function itemOf(given: NonNullable<Create['line_items']>[number], place: number): Item & { readonly currency: string } {
  const path = `line_items[${place}]`;
  const { price_data: price, quantity } = given;
  if (given.price !== undefined) throw missing('price', given.price, `${path}[price]`);
  if (price === undefined) throw invalid(path, `Missing required param: ${path}[price_data].`, 'parameter_missing');
  if (quantity === undefined) throw invalid(path, `Quantity is required. Add \`quantity\` to \`${path}\``);
  if (quantity < 1)
    throw invalid(`${path}[quantity]`, 'This value must be greater than or equal to 1.', 'parameter_invalid_integer');
  if (price.unit_amount === undefined)
    throw invalid(path, `Missing required param: ${path}[price_data][unit_amount].`, 'parameter_missing');
  if (price.unit_amount < 0)
    throw invalid(
      `${path}[price_data][unit_amount]`,
      'This value must be greater than or equal to 0.',
      'parameter_invalid_integer',
    );
  const name = price.product_data?.name;
  if (name === undefined)
    throw invalid(path, `Missing required param: ${path}[price_data][product_data].`, 'parameter_missing');
  if (name === '')
    throw invalid(`${path}[price_data][product_data][name]`, 'You passed an empty string.', 'parameter_invalid_empty');
  return { name, amount: price.unit_amount, quantity, currency: price.currency.toLowerCase() };
}

function itemsOf({ line_items: given = [] }: Create) {
  if (given.length === 0) throw invalid('line_items', 'Missing required param: line_items.', 'parameter_missing');
  const items = given.map(itemOf);
  const currencies = new Set(items.map(({ currency }) => currency));
  if (currencies.size > 1) throw invalid('line_items', 'All line items must have the same currency.');
  return { items: items.map(({ currency: _, ...item }) => item), currency: items[0]?.currency ?? '' };
}

function checkCreate(call: Call, house: House): void {
  const params = toParams<Create>(call);
  if (params.mode !== 'payment')
    throw params.mode
      ? notHere(`the mode ${params.mode}`)
      : invalid('mode', 'Missing required param: mode.', 'parameter_missing');
  allowOnly(params, actedOn);
  const { items, currency } = itemsOf(params);
  checkAmount(totalOf(items), currency, 'line_items');
  if (params.expires_at !== undefined) checkExpiry(params.expires_at, house.now());
  if ((params.client_reference_id?.length ?? 0) > longestReference)
    throw invalid('client_reference_id', `Invalid string: must be at most ${longestReference} characters`);
  checkReturns(params);
  checkCapture(params.payment_intent_data?.capture_method);
}

function create(call: Call, house: House): Stripe.Checkout.Session {
  const params = toParams<Create>(call);
  const { items, currency } = itemsOf(params);
  const id = house.newId('cs_test');
  const created = house.now();
  const shown = openSession({
    id,
    secret: house.newId('secret').slice('secret_'.length),
    created,
    expiresAt: params.expires_at ?? created + usualSeconds,
    items,
    currency,
    pageUrl: `${house.origin}/local/stripe/checkout/${id}`,
    params,
  });
  const {
    metadata,
    transfer_group: transferGroup = null,
    description = null,
    capture_method: asked,
  } = params.payment_intent_data ?? {};
  const intent = { metadata: textsOf(metadata), transferGroup, description, captureMethod: captureOf(asked) };
  house.state.sessions.put(id, { shown, items, intent });
  expireLater(house, shown);
  return shown;
}

function find(call: Call, house: House): SessionRecord {
  const found = house.state.sessions.get(idOf(call));
  if (!found) throw missing('checkout.session', idOf(call), 'session');
  return found;
}

function list(call: Call, house: House): object {
  const params = toParams<Stripe.Checkout.SessionListParams>(call);
  allowOnly(params, ['payment_intent', 'status', 'created.*', 'limit', 'starting_after', 'ending_before', 'expand']);
  return listWhere(
    '/v1/checkout/sessions',
    house.state.sessions.values().map(({ shown }) => shown),
    params,
    ['payment_intent', 'status'],
  );
}

function expire(call: Call, house: House): Stripe.Checkout.Session {
  const record = find(call, house);
  if (record.shown.status === 'open') return expireSession(house, record);
  const status = record.shown.status ?? '';
  throw new StripeRefusal(
    400,
    `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${status}.`,
  );
}

const path = '/v1/checkout/sessions';

export const sessionCalls: readonly Operation[] = [
  { method: 'POST', path, name: 'checkout.sessions.create', check: checkCreate, run: create },
  { method: 'GET', path, name: 'checkout.sessions.list', run: list },
  {
    method: 'GET',
    path: `${path}/{id}`,
    name: 'checkout.sessions.retrieve',
    run: (call, house) => find(call, house).shown,
  },
  { method: 'POST', path: `${path}/{id}/expire`, name: 'checkout.sessions.expire', run: expire },
];
