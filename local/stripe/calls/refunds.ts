import type Stripe from 'stripe';
import type { House } from '../house.ts';
import { textsOf } from '../objects/session.ts';
import { beginRefund } from '../refunding.ts';
import { type Call, toParams } from '../wire/call.ts';
import { listWhere } from '../wire/lists.ts';
import { idOf, type Operation } from '../wire/operation.ts';
import { invalid, missing, StripeRefusal } from '../wire/refusal.ts';
import { allowOnly } from '../wire/rules.ts';

type Create = Stripe.RefundCreateParams;

function checkCreate(call: Call): void {
  const params = toParams<Create>(call);
  allowOnly(params, ['payment_intent', 'charge', 'amount', 'reason', 'metadata.*', 'expand']);
  if (params.payment_intent === undefined && params.charge === undefined)
    throw invalid(
      'payment_intent',
      'One of the following params should be provided for this request: payment_intent or charge.',
      'parameter_missing',
    );
  if (params.amount !== undefined && params.amount < 1)
    throw invalid('amount', 'Invalid positive integer', 'parameter_invalid_integer');
}

/** The charge to give back: the one named, or the one that paid the payment named. */
function chargeOf({ payment_intent: intentId, charge: chargeId }: Create, house: House): Stripe.Charge {
  const { intents, charges } = house.state;
  const intent = intentId === undefined ? undefined : intents.get(intentId);
  if (intentId !== undefined && !intent) throw missing('payment_intent', intentId, 'payment_intent');
  const id = chargeId ?? (typeof intent?.latest_charge === 'string' ? intent.latest_charge : '');
  const charge = charges.get(id);
  if (chargeId !== undefined && !charge) throw missing('charge', chargeId, 'charge');
  if (charge?.paid) return charge;
  throw new StripeRefusal(400, `This PaymentIntent (${intentId}) does not have a successful charge to refund.`);
}

/** A bank disputes the charge, or has won that; one that was lost by the bank leaves the mark `disputed` and nothing else. */
const isTakenBack = ({ id }: Stripe.Charge, { state }: House): boolean =>
  state.disputes.values().some(({ charge, status }) => charge === id && status !== 'won');

function create(call: Call, house: House): Stripe.Refund {
  const params = toParams<Create>(call);
  const charge = chargeOf(params, house);
  const left = charge.amount - charge.amount_refunded;
  if (isTakenBack(charge, house))
    throw new StripeRefusal(400, `Charge ${charge.id} has been charged back; cannot issue a refund.`, {
      code: 'charge_disputed',
    });
  if (left === 0)
    throw new StripeRefusal(400, `Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' });
  const amount = params.amount ?? left;
  if (amount > left)
    throw invalid('amount', `Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`);
  const intent = typeof charge.payment_intent === 'string' ? house.state.intents.get(charge.payment_intent) : undefined;
  const isCard = intent?.payment_method_types.includes('card') ?? true;
  return beginRefund(house, {
    charge,
    amount,
    reason: params.reason ?? null,
    metadata: textsOf(params.metadata),
    isCard,
  });
}

function retrieve(call: Call, house: House): Stripe.Refund {
  const found = house.state.refunds.get(idOf(call));
  if (!found) throw missing('refund', idOf(call), 'id');
  return found;
}

function list(call: Call, house: House): object {
  const params = toParams<Stripe.RefundListParams>(call);
  allowOnly(params, ['payment_intent', 'charge', 'created.*', 'limit', 'starting_after', 'ending_before', 'expand']);
  return listWhere('/v1/refunds', house.state.refunds.values(), params, ['payment_intent', 'charge']);
}

const path = '/v1/refunds';

export const refundCalls: readonly Operation[] = [
  { method: 'POST', path, name: 'refunds.create', check: checkCreate, run: create },
  { method: 'GET', path, name: 'refunds.list', run: list },
  { method: 'GET', path: `${path}/{id}`, name: 'refunds.retrieve', run: retrieve },
];
