import type Stripe from 'stripe';
import type { House } from '../house.ts';
import { captureOf, openIntent } from '../objects/intent.ts';
import { textsOf } from '../objects/session.ts';
import { cancel } from '../payments.ts';
import { type Call, toParams } from '../wire/call.ts';
import { listWhere } from '../wire/lists.ts';
import { idOf, type Operation } from '../wire/operation.ts';
import { missing, StripeRefusal } from '../wire/refusal.ts';
import { allowOnly, checkAmount, checkCapture } from '../wire/rules.ts';

type Create = Stripe.PaymentIntentCreateParams;

const actedOn = [
  ...['amount', 'currency', 'metadata.*', 'transfer_group', 'description', 'expand'],
  ...['automatic_payment_methods.*', 'allowed_payment_method_types', 'capture_method'],
];
const cancelable = ['requires_payment_method', 'requires_confirmation', 'requires_action', 'requires_capture'];

function checkCreate(call: Call): void {
  const params = toParams<Create>(call);
  allowOnly(params, actedOn);
  checkAmount(params.amount, params.currency.toLowerCase(), 'amount');
  checkCapture(params.capture_method);
}

function create(call: Call, house: House): Stripe.PaymentIntent {
  const params = toParams<Create>(call);
  const automatic = params.automatic_payment_methods ?? { enabled: true };
  const made = openIntent({
    id: house.newId('pi'),
    secret: house.newId('secret').slice('secret_'.length),
    amount: params.amount,
    currency: params.currency.toLowerCase(),
    created: house.now(),
    metadata: textsOf(params.metadata),
    transferGroup: params.transfer_group ?? null,
    description: params.description ?? null,
    automatic,
    methodTypes: params.allowed_payment_method_types ?? ['card'],
    captureMethod: captureOf(params.capture_method),
  });
  house.state.intents.put(made.id, made);
  house.publish('payment_intent.created', made);
  return made;
}

function find(call: Call, house: House): Stripe.PaymentIntent {
  const found = house.state.intents.get(idOf(call));
  if (!found) throw missing('payment_intent', idOf(call), 'intent');
  return found;
}

function list(call: Call, house: House): object {
  const params = toParams<Stripe.PaymentIntentListParams>(call);
  allowOnly(params, ['created.*', 'limit', 'starting_after', 'ending_before', 'expand']);
  return listWhere('/v1/payment_intents', house.state.intents.values(), params, []);
}

function cancelIntent(call: Call, house: House): Stripe.PaymentIntent {
  const intent = find(call, house);
  const { cancellation_reason: reason = null } = toParams<Stripe.PaymentIntentCancelParams>(call);
  const isOfSession = house.state.sessions.values().some(({ shown }) => shown.payment_intent === intent.id);
  if (isOfSession)
    throw new StripeRefusal(400, 'You cannot cancel PaymentIntents created by Checkout; expire the Checkout Session.', {
      code: 'payment_intent_unexpected_state',
    });
  if (cancelable.includes(intent.status)) return cancel(house, intent, reason);
  throw new StripeRefusal(
    400,
    `You cannot cancel this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be canceled: ${cancelable.join(', ')}.`,
    { code: 'payment_intent_unexpected_state' },
  );
}

const path = '/v1/payment_intents';

export const intentCalls: readonly Operation[] = [
  { method: 'POST', path, name: 'payment_intents.create', check: checkCreate, run: create },
  { method: 'GET', path, name: 'payment_intents.list', run: list },
  { method: 'GET', path: `${path}/{id}`, name: 'payment_intents.retrieve', run: find },
  { method: 'POST', path: `${path}/{id}/cancel`, name: 'payment_intents.cancel', run: cancelIntent },
];
