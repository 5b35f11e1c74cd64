import type Stripe from 'stripe';
import type { House } from './house.ts';
import { book, fundsOf } from './money.ts';

type Refund = Stripe.Refund;

/** Stripe tries a refund again by itself when money has come in; how often it looks is ours. */
const lookAgainMilliseconds = 24 * 60 * 60 * 1000;

type RefundParts = {
  readonly charge: Stripe.Charge;
  readonly amount: number;
  readonly reason: Refund['reason'];
  readonly metadata: Stripe.Metadata;
  /** Cards wait for money, other methods fail without it. */
  readonly isCard: boolean;
};

const keep = (house: House, refund: Refund): Refund => house.state.refunds.put(refund.id, refund);

/** Sends money of a charge back: at once when the balance holds it, else later or never. */
export function beginRefund(house: House, { charge, amount, reason, metadata, isCard }: RefundParts): Refund {
  const { currency } = charge;
  const arranged = house.refundOutcomes.shift();
  const isCovered = fundsOf(house, currency).available >= amount;
  const begun = keep(house, {
    ...unused,
    id: house.newId('re'),
    object: 'refund',
    amount,
    charge: charge.id,
    created: house.now(),
    currency,
    metadata,
    payment_intent: charge.payment_intent,
    reason,
    status: 'pending',
  });
  moveRefunded(house, charge, amount);
  const refund = decide(house, begun, arranged ?? (isCovered ? 'succeeded' : isCard ? 'short' : 'failed'));
  house.publish('refund.created', refund);
  house.publish('charge.refunded', house.state.charges.get(charge.id) ?? charge);
  if (arranged === 'failed')
    house.clock.at(house.clock.now(), `stripe refund ${refund.id}`, () => void failRefund(house, refund));
  return refund;
}

export type RefundOutcome = 'succeeded' | 'pending' | 'failed';

function decide(house: House, begun: Refund, outcome: RefundOutcome | 'short'): Refund {
  if (outcome === 'succeeded') return paidOut(house, begun);
  if (outcome !== 'short') return begun;
  lookAgain(house, begun.id);
  return keep(house, { ...begun, pending_reason: 'insufficient_funds' });
}

function paidOut(house: House, refund: Refund): Refund {
  const { pending_reason: _, ...rest } = refund;
  const { amount, currency, id } = refund;
  const booked = book(house, { type: 'refund', amount: -amount, currency, source: id });
  return keep(house, { ...rest, balance_transaction: booked.id, status: 'succeeded' });
}

/** A refund that waited has gone through. */
export function succeedRefund(house: House, refund: Refund): Refund {
  const done = paidOut(house, refund);
  house.publish('refund.updated', done);
  return done;
}

/** The buyer's bank took it not, even after it had gone through: the money is back on the balance. */
export function failRefund(house: House, refund: Refund, reason = 'expired_or_canceled_card'): Refund {
  const { amount, currency, id } = refund;
  const back =
    refund.status === 'succeeded' ? book(house, { type: 'refund_failure', amount, currency, source: id }) : undefined;
  const { pending_reason: _, ...rest } = refund;
  const failed = keep(house, {
    ...rest,
    failure_reason: reason,
    ...(back && { failure_balance_transaction: back.id }),
    status: 'failed',
  });
  const charge = typeof refund.charge === 'string' ? house.state.charges.get(refund.charge) : undefined;
  if (charge) moveRefunded(house, charge, -amount);
  house.publish('refund.updated', failed);
  house.publish('refund.failed', failed);
  return failed;
}

/** Of a disputed charge nothing goes back any more: what is on its way fails. */
export function failPendingRefunds(house: House, { id }: Stripe.Charge): void {
  for (const refund of house.state.refunds.values())
    if (refund.charge === id && refund.status === 'pending')
      failRefund(house, refund, 'charge_for_pending_refund_disputed');
}

/** Pays out what waited for money, the oldest first, as far as it reaches. */
export function payWaitingRefunds(house: House): void {
  for (const refund of house.state.refunds.values()) {
    const isWaiting = refund.status === 'pending' && refund.pending_reason === 'insufficient_funds';
    if (isWaiting && fundsOf(house, refund.currency).available >= refund.amount) succeedRefund(house, refund);
  }
}

/** Looks again a day later, and every day after that, as long as it waits. */
export function lookAgain(house: House, id: string): void {
  house.clock.at(house.clock.now() + lookAgainMilliseconds, `stripe refund ${id}`, () => {
    payWaitingRefunds(house);
    if (house.state.refunds.get(id)?.status === 'pending') lookAgain(house, id);
  });
}

function moveRefunded(house: House, charge: Stripe.Charge, amount: number): void {
  const amount_refunded = charge.amount_refunded + amount;
  house.state.charges.put(charge.id, { ...charge, amount_refunded, refunded: amount_refunded === charge.amount });
}

const unused = {
  balance_transaction: null,
  customer: null,
  customer_account: null,
  payment_method: null,
  receipt_number: null,
  source_transfer_reversal: null,
  transfer_reversal: null,
} satisfies Partial<Refund>;
