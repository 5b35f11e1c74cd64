import type Stripe from 'stripe';
import { transfersOf } from '../accounts.ts';
import type { House } from '../house.ts';
import { book, bookHost, fundsOf, hostFunds } from '../money.ts';
import { textsOf } from '../objects/session.ts';
import { type Call, toParams } from '../wire/call.ts';
import { listWhere } from '../wire/lists.ts';
import { idOf, type Operation } from '../wire/operation.ts';
import { invalid, missing, StripeRefusal } from '../wire/refusal.ts';
import { allowOnly } from '../wire/rules.ts';

type Create = Stripe.TransferCreateParams;

function checkCreate(call: Call): void {
  const params = toParams<Create>(call);
  allowOnly(params, ['amount', 'currency', 'destination', 'description', 'metadata.*', 'transfer_group', 'expand']);
  if (params.amount === undefined) throw invalid('amount', 'Missing required param: amount.', 'parameter_missing');
  if (params.amount < 1) throw invalid('amount', 'Invalid positive integer', 'parameter_invalid_integer');
}

const short = (message: string): StripeRefusal => new StripeRefusal(400, message, { code: 'balance_insufficient' });

function create(call: Call, house: House): Stripe.Transfer {
  const params = toParams<Create>(call);
  const { destination, amount = 0 } = params;
  const currency = params.currency.toLowerCase();
  const account = house.state.accounts.get(destination);
  if (!account) throw missing('destination', destination, 'destination');
  if (transfersOf(account) !== 'active')
    throw new StripeRefusal(
      400,
      'Your destination account needs to have at least one of the following capabilities enabled: transfers, crypto_transfers, legacy_payments',
      {
        code: 'insufficient_capabilities_for_transfer',
      },
    );
  if (fundsOf(house, currency).available < amount)
    throw short('You have insufficient available funds in your Stripe account.');
  const id = house.newId('tr');
  const booked = book(house, { type: 'transfer', amount: -amount, currency, source: id });
  bookHost(house, destination, amount, currency);
  const made = house.state.transfers.put(id, {
    id,
    object: 'transfer',
    amount,
    amount_reversed: 0,
    balance_transaction: booked.id,
    created: house.now(),
    currency,
    description: params.description ?? null,
    destination,
    livemode: false,
    metadata: textsOf(params.metadata),
    reversals: { object: 'list', data: [], has_more: false, url: `/v1/transfers/${id}/reversals` },
    reversed: false,
    source_transaction: null,
    source_type: 'card',
    transfer_group: params.transfer_group ?? null,
  });
  house.publish('transfer.created', made);
  return made;
}

function find(call: Call, house: House): Stripe.Transfer {
  const found = house.state.transfers.get(idOf(call));
  if (!found) throw missing('transfer', idOf(call), 'id');
  return found;
}

function list(call: Call, house: House): object {
  const params = toParams<Stripe.TransferListParams>(call);
  allowOnly(params, [
    'transfer_group',
    'destination',
    'created.*',
    'limit',
    'starting_after',
    'ending_before',
    'expand',
  ]);
  return listWhere('/v1/transfers', house.state.transfers.values(), params, ['transfer_group', 'destination']);
}

function checkReversal(call: Call): void {
  allowOnly(call.params, ['amount', 'description', 'metadata.*', 'expand']);
}

/** Takes money back from a host; refused when the host has spent it. */
function reverse(call: Call, house: House): Stripe.TransferReversal {
  const transfer = find(call, house);
  const params = toParams<Stripe.TransferCreateReversalParams>(call);
  const left = transfer.amount - transfer.amount_reversed;
  const amount = params.amount ?? left;
  const { currency, destination } = transfer;
  if (amount > left || left === 0)
    throw invalid(
      'amount',
      `Transfer reversal amount (${amount}) is greater than unreversed amount on transfer (${left})`,
    );
  const account = typeof destination === 'string' ? destination : '';
  if (hostFunds(house, account, currency) < amount)
    throw short('The connected account has insufficient funds to reverse this transfer.');
  const id = house.newId('trr');
  const booked = book(house, { type: 'transfer_refund', amount, currency, source: id });
  bookHost(house, account, -amount, currency);
  const reversal = {
    id,
    object: 'transfer_reversal' as const,
    amount,
    balance_transaction: booked.id,
    created: house.now(),
    currency,
    destination_payment_refund: null,
    metadata: textsOf(params.metadata),
    source_refund: null,
    transfer: transfer.id,
  };
  const amount_reversed = transfer.amount_reversed + amount;
  const changed = house.state.transfers.put(transfer.id, {
    ...transfer,
    amount_reversed,
    reversals: { ...transfer.reversals, data: [reversal, ...transfer.reversals.data] },
    reversed: amount_reversed === transfer.amount,
  });
  house.publish('transfer.reversed', changed);
  return reversal;
}

const path = '/v1/transfers';

export const transferCalls: readonly Operation[] = [
  { method: 'POST', path, name: 'transfers.create', check: checkCreate, run: create },
  { method: 'GET', path, name: 'transfers.list', run: list },
  { method: 'GET', path: `${path}/{id}`, name: 'transfers.retrieve', run: find },
  {
    method: 'POST',
    path: `${path}/{id}/reversals`,
    name: 'transfers.create_reversal',
    check: checkReversal,
    run: reverse,
  },
];
