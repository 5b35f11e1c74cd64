import type Stripe from 'stripe';
import type { House } from '../house.ts';
import { fundsOf, hostFunds } from '../money.ts';
import type { Call } from '../wire/call.ts';
import { idOf, type Operation } from '../wire/operation.ts';
import { missing } from '../wire/refusal.ts';

/** Every currency that was ever booked, and the dollar. */
function currenciesOf({ state }: House): readonly string[] {
  return [...new Set(['usd', ...state.transactions.values().map(({ currency }) => currency)])];
}

function balance({ account }: Call, house: House): Stripe.Balance {
  const rows = currenciesOf(house).map((currency) => ({
    currency,
    ...(account === undefined
      ? fundsOf(house, currency)
      : { available: hostFunds(house, account, currency), pending: 0 }),
  }));
  return {
    object: 'balance',
    available: rows.map(({ available: amount, currency }) => ({ amount, currency, source_types: { card: amount } })),
    livemode: false,
    pending: rows.map(({ pending: amount, currency }) => ({ amount, currency, source_types: { card: amount } })),
  };
}

function charge(call: Call, house: House): Stripe.Charge {
  const found = house.state.charges.get(idOf(call));
  if (!found) throw missing('charge', idOf(call), 'id');
  return found;
}

export const bookCalls: readonly Operation[] = [
  { method: 'GET', path: '/v1/balance', name: 'balance.retrieve', run: balance },
  { method: 'GET', path: '/v1/charges/{id}', name: 'charges.retrieve', run: charge },
];
