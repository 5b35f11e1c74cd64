import type Stripe from 'stripe';
import type { House } from './house.ts';
import { book, feeOf } from './money.ts';
import { chargeOf } from './objects/charge.ts';

type Intent = Stripe.PaymentIntent;

const put = (house: House, intent: Intent): Intent => house.state.intents.put(intent.id, intent);

/** The money is taken: charge, booking, and whoever listens is told. */
export function succeed(house: House, intent: Intent): Intent {
  const chargeId = house.newId('ch');
  const { amount, currency } = intent;
  const booked = book(house, { type: 'charge', amount, fee: feeOf(amount), currency, source: chargeId });
  const charge = chargeOf({ id: chargeId, created: house.now(), intent, transactionId: booked.id });
  house.state.charges.put(chargeId, charge);
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

/** The card is declined, or a delayed payment came to nothing; it may be tried again. */
export function decline(house: House, intent: Intent): Intent {
  const chargeId = house.newId('ch');
  const charge = chargeOf({ id: chargeId, created: house.now(), intent, transactionId: null });
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
