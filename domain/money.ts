/** Money is whole minor units with a currency; fees and shares are integer arithmetic, and what cannot be divided is the host's. */

import type { Policy } from './policy.ts';
import { allow, type Decision, refuse } from './refusal.ts';

/** `amount` in minor units; `currency` a lower-case ISO 4217 code. */
export type Money = { readonly amount: number; readonly currency: string };

/** What a ticket brings, before it is sold: the fee of the payment, what is left, and who gets what of that. Minor units. */
export type PriceSplit = {
  readonly price: Money;
  readonly paymentFee: number;
  readonly net: number;
  readonly hostNet: number;
  readonly platformShare: number;
};

/** Stripe's fee by the operator's figures, rounded up: shown before a sale, and booked while Stripe has not said the real one. */
export function paymentFeeOf(amount: number, policy: Policy): number {
  return Math.ceil((amount * policy.paymentFeeBasisPoints) / 10_000) + policy.paymentFeeFixed;
}

/**
 * Divides what is left of payments between host and platform. `earnedBefore` is what the host's earlier rooms brought after
 * fees, in the same currency: the full share holds up to `fullShareUpTo` in all, the later one beyond, to the minor unit.
 */
export function sharesOf(net: number, earnedBefore: number, policy: Policy): { host: number; platform: number } {
  const full = Math.min(Math.max(policy.fullShareUpTo - earnedBefore, 0), net);
  const platform =
    portion(full, 100 - policy.creatorSharePercent) + portion(net - full, 100 - policy.laterCreatorSharePercent);
  return { host: net - platform, platform };
}
const portion = (amount: number, percent: number): number => Math.floor((amount * percent) / 100);

/** What a price brings, or why no ticket can have it. `isBare`: amount and currency were asked for by themselves. */
export function priceSplit(
  price: Money,
  earnedBefore: number,
  policy: Policy,
  { isBare = false }: { readonly isBare?: boolean } = {},
): Decision<PriceSplit> {
  const path = isBare ? '' : 'price.';
  const problem = priceProblem(price, policy, path);
  if (!problem.isAllowed) return problem;
  const paymentFee = paymentFeeOf(price.amount, policy);
  const net = price.amount - paymentFee;
  const { host, platform } = net > 0 ? sharesOf(net, earnedBefore, policy) : { host: net, platform: 0 };
  if (host <= 0)
    return refuse('net_not_positive', { param: `${path}amount`, facts: { paymentFee, hostNet: Math.min(host, 0) } });
  return allow({ price, paymentFee, net, hostNet: host, platformShare: platform });
}

function priceProblem({ amount, currency }: Money, policy: Policy, path: string): Decision {
  if (currency !== policy.ticketCurrency)
    return refuse('currency_unsupported', { param: `${path}currency`, facts: { supported: policy.ticketCurrency } });
  const { minTicketPrice: min, maxTicketPrice: max } = policy;
  return Number.isSafeInteger(amount) && amount >= min && amount <= max
    ? allow()
    : refuse('price_out_of_range', { param: `${path}amount`, facts: { min, max } });
}
