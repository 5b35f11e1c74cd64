import type { ledgers } from '../../adapters/dynamodb/ledgers.ts';
import type { payoutAccounts } from '../../adapters/dynamodb/payout-accounts.ts';
import type { payouts } from '../../adapters/dynamodb/payouts.ts';
import type { sales } from '../../adapters/dynamodb/sales.ts';
import type { transfers } from '../../adapters/payments/transfers.ts';
import { type Payout, payoutOf, type SentTransfer, sentPayoutOf } from '../../domain/payout.ts';
import type { Sale } from '../../domain/sale.ts';
import { paidOut } from '../../domain/sale.ts';
import { isoOf } from '../../domain/time.ts';
import type { ContextOf } from '../runtime/context.ts';
import { measure, noteRoom } from '../runtime/notes.ts';
import { ensure, RefusalError, stop } from '../runtime/refusal-error.ts';

type Context = ContextOf<{
  ledgers: typeof ledgers;
  payoutAccounts: typeof payoutAccounts;
  payouts: typeof payouts;
  sales: typeof sales;
  transfers: typeof transfers;
}>;

const attempts = 5;

/**
 * Sends a room's host what is held for it. The transfer is looked for first, and written down before it is asked for: whatever
 * fails in between, or is forgotten since, it is made once.
 */
export async function payOut(context: Context, roomId: string): Promise<void> {
  const sale = await context.sales.find(roomId);
  if (!sale?.payoutAt || sale.payoutAt > isoOf(context.now())) return;
  const made = ensure(await context.transfers.find(roomId));
  const payout = (await context.payouts.find(roomId)) ?? (await beginPayout(context, sale, made));
  if (!payout) return;
  const transferId = made?.transferId ?? (payout.hostShare > 0 ? await sent(context, payout) : 'none');
  await finishPayout(context, payout, transferId);
}

/** What the payment service refuses for good wakes an operator; that it does not answer now does not. */
async function sent(context: Context, payout: Payout): Promise<string> {
  noteRoom(payout.roomId);
  try {
    return ensure(await context.transfers.send(payout));
  } catch (error) {
    if (!(error instanceof RefusalError)) measure('PayoutsFailed');
    throw error;
  }
}

/** Nothing is held, or the host has no account: what there is stays where it is. */
async function beginPayout(
  context: Context,
  { roomId, hostId, price }: Sale,
  made: SentTransfer | undefined,
): Promise<Payout | undefined> {
  const [{ escrow: net }, account] = await Promise.all([
    context.ledgers.balances(roomId),
    context.payoutAccounts.find(hostId),
  ]);
  if (!account?.accountId) return undefined;
  const { accountId, earned: earnedBefore } = account;
  const due = { roomId, hostId, accountId, currency: price.currency, net, earnedBefore, now: context.now() };
  const payout = made ? sentPayoutOf(due, made) : payoutOf(due, context.config.policy);
  return (await context.payouts.begin(payout)) ? payout : context.payouts.find(roomId);
}

async function finishPayout(context: Context, payout: Payout, transferId: string): Promise<void> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const [sale, account, stored] = await Promise.all([
      context.sales.find(payout.roomId),
      context.payoutAccounts.find(payout.hostId),
      context.payouts.find(payout.roomId),
    ]);
    if (!sale || !account || stored?.stage !== 'pending') return;
    const earned = { ...account, earned: account.earned + payout.net, version: account.version + 1 };
    const changes = {
      account: { before: account, after: earned },
      sale: { before: sale, after: paidOut(sale, context.now()) },
    };
    if (await context.payouts.finish(payout, transferId, changes)) return;
  }
  return stop('busy');
}
