import * as z from 'zod/mini';
import { payoutAccounts } from '../../adapters/dynamodb/payout-accounts.ts';
import { priceSplit } from '../../domain/money.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { ensure } from '../runtime/refusal-error.ts';
import { splitView } from '../runtime/ticket-views.ts';

export const input = z.object({ amount: z.coerce.number(), currency: z.optional(z.string()) });
export const output = splitView;

const adapters = { payoutAccounts };

/** What a ticket at this price would bring: the payment's fee, the platform's share and the host's. */
export async function previewSale(context: ContextOf<typeof adapters>, caller: User, wish: z.infer<typeof input>) {
  const { policy } = context.config;
  const { amount, currency = policy.ticketCurrency } = wish;
  const account = await context.payoutAccounts.find(caller.userId);
  return ensure(priceSplit({ amount, currency }, account?.earned ?? 0, policy, { isBare: true }));
}

export const handler = http({ input, adapters, run: previewSale });
