import type Stripe from 'stripe';
import type { House } from './house.ts';
import { book, feeOf } from './money.ts';
import { chargeOf } from './objects/charge.ts';

type Intent = Stripe.PaymentIntent;

const put = (house: House, intent: Intent): Intent => house.state.intents.put(intent.id, intent);

/** How long a charge that is captured behind the answer is not booked; Stripe names no number, this is ours. */
const captureMilliseconds = 3_000;

/** The money is taken: charge, booking, and whoever listens is told. */
export function succeed(house: House, intent: Intent): Intent {
  const chargeId = house.newId('ch');
  const { amount } = intent;
  const isLater = intent.capture_method === 'automatic_async';
  const transactionId = isLater ? null : bookCharge(house, chargeId, intent).id;
  const charge = chargeOf({ id: chargeId, created: house.now(), intent, isPaid: true, transactionId });
  house.state.charges.put(chargeId, charge);
  if (isLater) captureLater(house, chargeId);
  const paid = put(house, {
    ...intent,
    amount_received: amount,
    last_payment_error: null,
    latest_charge: chargeId,
    next_action: null,
    status: 'succeeded',
  });
  house.publish('charge.succeeded', charge);
  house.publish('payment_intent.succeeded', paid);
  return paid;
}

const bookCharge = (house: House, source: string, { amount, currency }: Pick<Intent, 'amount' | 'currency'>) =>
  book(house, { type: 'charge', amount, fee: feeOf(amount), currency, source });

/** The booking of a charge that is captured behind the answer, and its news. */
export function captureLater(house: House, chargeId: string): void {
  house.clock.at(house.clock.now() + captureMilliseconds, `stripe capture ${chargeId}`, () => {
    const charge = house.state.charges.get(chargeId);
    if (!charge || charge.balance_transaction !== null) return;
    const captured = { ...charge, balance_transaction: bookCharge(house, chargeId, charge).id };
    house.state.charges.put(chargeId, captured);
    house.publish('charge.updated', captured, { balance_transaction: null });
  });
}

/** The card is declined, or a delayed payment came to nothing; it may be tried again. */
export function decline(house: House, intent: Intent): Intent {
  const chargeId = house.newId('ch');
  const charge = chargeOf({ id: chargeId, created: house.now(), intent, isPaid: false, transactionId: null });
  house.state.charges.put(chargeId, charge);
  const failed = put(house, {
    ...intent,
    last_payment_error: {
      type: 'card_error',
      code: 'card_declined',
      decline_code: 'generic_decline',
      message: 'Your card was declined.',
      charge: chargeId,
    },
    latest_charge: chargeId,
    next_action: null,
    status: 'requires_payment_method',
  });
  house.publish('charge.failed', charge);
  house.publish('payment_intent.payment_failed', failed);
  return failed;
}

/** The bank wants to hear from the buyer first. */
export function challenge(house: House, intent: Intent): Intent {
  const asked = put(house, { ...intent, status: 'requires_action', next_action: { type: 'use_stripe_sdk' } });
  house.publish('payment_intent.requires_action', asked);
  return asked;
}

/** A method that takes days: nothing is sure until it is settled. */
export function beginDelayed(house: House, intent: Intent): Intent {
  const begun = put(house, { ...intent, status: 'processing', next_action: null });
  house.publish('payment_intent.processing', begun);
  return begun;
}

/** Nobody can pay it any more. */
export function cancel(house: House, intent: Intent, reason: Intent['cancellation_reason']): Intent {
  const canceled = put(house, {
    ...intent,
    canceled_at: house.now(),
    cancellation_reason: reason,
    next_action: null,
    status: 'canceled',
  });
  house.publish('payment_intent.canceled', canceled);
  return canceled;
}
