import * as z from 'zod/mini';
import { changeStanding, transferStates } from '../stripe/accounts.ts';
import { beginDispute, closeDispute } from '../stripe/disputing.ts';
import type { House } from '../stripe/house.ts';
import { bookHost, fundsOf, hostFunds, setFunds } from '../stripe/money.ts';
import { paymentIdOf } from '../stripe/paying.ts';
import { failRefund, payWaitingRefunds, succeedRefund } from '../stripe/refunding.ts';
import type { StripeStandIn } from '../stripe/stripe.ts';
import type { Call } from './exchange.ts';
import { ControlRefusal, readBody } from './exchange.ts';

const text = z.string().check(z.minLength(1));
const outcomes = ['succeeded', 'pending', 'failed'] as const;
const refundSchema = z.object({
  refundId: z.optional(text),
  outcome: z.enum(outcomes),
  times: z._default(z.int().check(z.gte(1), z.lte(1000)), 1),
});
const disputeSchema = z.object({ paymentIntent: text, outcome: z.optional(z.enum(['won', 'lost'])) });
const accountSchema = z.object({ account: text, transfers: z._default(z.enum(transferStates), 'active') });
const balanceSchema = z.object({
  account: z.optional(text),
  currency: z._default(z.string().check(z.length(3)), 'usd'),
  available: z.int().check(z.gte(-1_000_000_000), z.lte(1_000_000_000_000)),
});

const absent = (what: string, id: string): ControlRefusal =>
  new ControlRefusal(404, 'not_found', `there is no ${what} ${id}`);

function turnRefund(house: House, body: unknown) {
  const { refundId, outcome, times } = readBody(refundSchema, body);
  if (refundId === undefined) {
    house.refundOutcomes.push(...Array.from({ length: times }, () => outcome));
    return { body: { next: outcome, times } };
  }
  const refund = house.state.refunds.get(refundId);
  if (!refund) throw absent('refund', refundId);
  const isOver = refund.status === 'failed' || refund.status === outcome || outcome === 'pending';
  if (isOver) throw new ControlRefusal(409, 'not_possible', `the refund is ${refund.status}`);
  const { id, status } = outcome === 'succeeded' ? succeedRefund(house, refund) : failRefund(house, refund);
  return { body: { refundId: id, status } };
}

function turnDispute(house: House, body: unknown) {
  const { paymentIntent: given, outcome } = readBody(disputeSchema, body);
  const charge = house.state.charges.values().find((one) => one.payment_intent === paymentIdOf(given) && one.paid);
  if (!charge) throw absent('paid charge of', given);
  const known = house.state.disputes.values().find((one) => one.charge === charge.id);
  const dispute = known ?? beginDispute(house, charge);
  const isClosed = dispute.status === 'won' || dispute.status === 'lost';
  if (isClosed) throw new ControlRefusal(409, 'not_possible', `the dispute is ${dispute.status}`);
  const { id, status } = outcome === undefined ? dispute : closeDispute(house, dispute, outcome);
  return { body: { dispute: id, status } };
}

function turnAccount(house: House, body: unknown) {
  const { account: given, transfers } = readBody(accountSchema, body);
  const account = house.state.accounts.get(paymentIdOf(given));
  if (!account) throw absent('account', given);
  changeStanding(house, account, transfers);
  return { body: { account: account.id, transfers } };
}

function turnBalance(house: House, body: unknown) {
  const { account, currency, available } = readBody(balanceSchema, body);
  if (account === undefined) {
    setFunds(house, currency, available);
    payWaitingRefunds(house);
    return { body: { currency, ...fundsOf(house, currency) } };
  }
  if (!house.state.accounts.get(account)) throw absent('account', account);
  bookHost(house, account, available - hostFunds(house, account, currency), currency);
  return { body: { account, currency, available } };
}

/** What happens at Stripe without the product asking: refunds end, banks dispute, accounts change, money comes and goes. */
export function stripeTurns({ house }: StripeStandIn): readonly Call[] {
  return [
    { method: 'POST', path: '/local/stripe/refund', run: ({ body }) => turnRefund(house, body) },
    { method: 'POST', path: '/local/stripe/dispute', run: ({ body }) => turnDispute(house, body) },
    { method: 'POST', path: '/local/stripe/account', run: ({ body }) => turnAccount(house, body) },
    { method: 'POST', path: '/local/stripe/balance', run: ({ body }) => turnBalance(house, body) },
  ];
}
