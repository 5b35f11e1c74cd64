import type Stripe from 'stripe';
import type { House } from './house.ts';
import { book, disputeFee } from './money.ts';
import { openDispute } from './objects/dispute.ts';
import { failPendingRefunds } from './refunding.ts';

type Dispute = Stripe.Dispute;

const keep = (house: House, dispute: Dispute): Dispute => house.state.disputes.put(dispute.id, dispute);

/** The buyer's bank takes the money back at once, with a fee. */
export function beginDispute(house: House, charge: Stripe.Charge): Dispute {
  const id = house.newId('du');
  const { amount, currency } = charge;
  const booked = book(house, { type: 'adjustment', amount: -amount, fee: disputeFee, currency, source: id });
  house.state.charges.put(charge.id, { ...charge, disputed: true });
  failPendingRefunds(house, charge);
  const dispute = keep(house, openDispute({ id, charge, created: house.now(), booked }));
  house.publish('charge.dispute.created', dispute);
  house.publish('charge.dispute.funds_withdrawn', dispute);
  return dispute;
}

/** The bank has decided; the fee stays even when it was won. */
export function closeDispute(house: House, dispute: Dispute, outcome: 'won' | 'lost'): Dispute {
  const { amount, currency, id } = dispute;
  const closed = keep(house, { ...dispute, status: outcome });
  house.publish('charge.dispute.closed', closed);
  if (outcome === 'lost') return closed;
  const back = book(house, { type: 'adjustment', amount, currency, source: id });
  const won = keep(house, { ...closed, balance_transactions: [...closed.balance_transactions, back] });
  house.publish('charge.dispute.funds_reinstated', won);
  return won;
}
