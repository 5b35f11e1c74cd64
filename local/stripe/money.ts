import type Stripe from 'stripe';
import type { House } from './house.ts';

/** Charges become available two days later, as in the United States. */
const daysUntilAvailable = 2;
const daySeconds = 86_400;
/** 2.9 % and 30 minor units, rounded up. */
const feePerMille = 29;
const feeFixed = 30;
/** What the platform has of its own in every currency to begin with, minor units. */
export const openingBalance = 1_000_000;
/** What Stripe takes for a dispute, minor units. */
export const disputeFee = 1_500;

export const feeOf = (amount: number): number => Math.ceil((amount * feePerMille) / 1000) + feeFixed;

type Booking = {
  readonly type: 'charge' | 'refund' | 'refund_failure' | 'transfer' | 'transfer_refund' | 'adjustment' | 'topup';
  readonly amount: number;
  readonly fee?: number;
  readonly currency: string;
  readonly source: string | null;
};

/** Books on the platform's balance; only charges wait to become available. */
export function book(house: House, { type, amount, fee = 0, currency, source }: Booking): Stripe.BalanceTransaction {
  const created = house.now();
  const waits = type === 'charge';
  const id = house.newId('txn');
  return house.state.transactions.put(id, {
    id,
    object: 'balance_transaction',
    amount,
    available_on: waits ? created + daysUntilAvailable * daySeconds : created,
    balance_type: 'payments',
    created,
    currency,
    description: null,
    exchange_rate: null,
    fee,
    fee_details:
      fee === 0
        ? []
        : [{ amount: fee, application: null, currency, description: 'Stripe processing fees', type: 'stripe_fee' }],
    net: amount - fee,
    reporting_category: type === 'adjustment' ? 'dispute' : type,
    source,
    status: waits ? 'pending' : 'available',
    type,
  });
}

export type Funds = { readonly available: number; readonly pending: number };

/** The platform's balance now, minor units. */
export function fundsOf(house: House, currency: string): Funds {
  const now = house.now();
  let available = openingBalance;
  let pending = 0;
  for (const transaction of house.state.transactions.values()) {
    if (transaction.currency !== currency) continue;
    if (transaction.available_on <= now) available += transaction.net;
    else pending += transaction.net;
  }
  return { available, pending };
}

/** Money comes in or goes out by hand until so much is available. */
export function setFunds(house: House, currency: string, available: number): void {
  const amount = available - fundsOf(house, currency).available;
  if (amount !== 0) book(house, { type: 'topup', amount, currency, source: null });
}

/** What a connected account has, minor units. */
export const hostFunds = (house: House, account: string, currency: string): number =>
  house.state.hostBookings
    .values()
    .filter((booking) => booking.account === account && booking.currency === currency)
    .reduce((sum, { amount }) => sum + amount, 0);

export const bookHost = (house: House, account: string, amount: number, currency: string): void =>
  void house.state.hostBookings.put(house.newId('htxn'), { account, amount, currency });
