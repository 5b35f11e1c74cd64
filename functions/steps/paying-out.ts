import type { ledgers } from '../../adapters/dynamodb/ledgers.ts';
import type { payoutAccounts } from '../../adapters/dynamodb/payout-accounts.ts';
import type { payouts } from '../../adapters/dynamodb/payouts.ts';
import type { profiles } from '../../adapters/dynamodb/profiles.ts';
import type { sales } from '../../adapters/dynamodb/sales.ts';
import type { ticketPages } from '../../adapters/dynamodb/ticket-pages.ts';
import type { transfers } from '../../adapters/payments/transfers.ts';
import { isAsDue, mayBeUnderWay, type Payout, payoutOf, type SentTransfer, sentPayoutOf } from '../../domain/payout.ts';
import { isHeldBack, type PayoutAccount, withEarned } from '../../domain/payout-account.ts';
import { paidOut, putOffPayout, type Sale } from '../../domain/sale.ts';
import { isUndecided } from '../../domain/ticket-undoing.ts';
import { isoOf } from '../../domain/time.ts';
import type { ContextOf } from '../runtime/context.ts';
import { measure, noteRoom } from '../runtime/notes.ts';
import { ensure, RefusalError, stop } from '../runtime/refusal-error.ts';

type Context = ContextOf<{
  ledgers: typeof ledgers;
  payoutAccounts: typeof payoutAccounts;
  payouts: typeof payouts;
  profiles: typeof profiles;
  sales: typeof sales;
  ticketPages: typeof ticketPages;
  transfers: typeof transfers;
}>;

const attempts = 5;

/**
 * Sends a room's host what is held for it. The transfer is looked for first, and written down before it is asked for: whatever
 * fails in between, or is forgotten since, it is made once, and what is taken of the money meanwhile is accounted for.
 */
export async function payOut(context: Context, roomId: string): Promise<void> {
  const sale = await context.sales.find(roomId);
  if (!sale?.payoutAt || sale.payoutAt > isoOf(context.now())) return;
  const made = ensure(await context.transfers.find(roomId));
  if (!made && (await mustWait(context, sale)))
    return context.payouts.putOff({ before: sale, after: putOffPayout(sale, context.now()) });
  const payout = made ? await adopt(context, sale, made) : await plan(context, sale);
  if (!payout) return;
  const transferId = made?.transferId ?? (payout.hostShare > 0 ? await sent(context, payout) : 'none');
  await finishPayout(context, payout, transferId);
}

/** The host is suspended, or what a buyer paid may go back to them yet. */
async function mustWait(context: Context, { roomId, hostId }: Sale): Promise<boolean> {
  if (isHeldBack(await context.profiles.find(hostId), context.now())) return true;
  let page = await context.ticketPages.ofRoom(roomId, ticketsAtOnce);
  while (page.next && !page.tickets.some(isUndecided))
    page = await context.ticketPages.ofRoom(roomId, ticketsAtOnce, page.next);
  return page.tickets.some(isUndecided);
}
const ticketsAtOnce = 1_000;

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

/**
 * The payout of what is held, written down and about to be asked for. One that was refused is written anew when something was
 * taken of it since. None when the host has no account: what there is stays where it is.
 */
async function plan(context: Context, sale: Sale): Promise<Payout | undefined> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const now = context.now();
    const [stored, account] = await known(context, sale);
    if (stored?.stage === 'sent' || !account?.accountId) return undefined;
    const due = await dueOf(context, sale, account, stored);
    if (!stored || !isAsDue(stored, due)) {
      if (stored && mayBeUnderWay(stored, now)) return undefined;
      await save(context, account, stored, payoutOf(due, context.config.policy, stored));
    } else if (await context.payouts.ask(stored, isoOf(now))) return stored;
  }
  return stop('busy');
}

/** The payout of a transfer that was made, as it was made. */
async function adopt(context: Context, sale: Sale, made: SentTransfer): Promise<Payout | undefined> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const [stored, account] = await known(context, sale);
    if (stored?.stage === 'sent' || !account) return undefined;
    if (stored?.number === made.number) return stored;
    await save(context, account, stored, sentPayoutOf(await dueOf(context, sale, account, stored), made));
  }
  return stop('busy');
}

const known = (context: Context, { roomId, hostId }: Sale) =>
  Promise.all([context.payouts.find(roomId), context.payoutAccounts.find(hostId)]);

/** What is held is read after the payout: whoever takes of it from then on moves the payout along. */
async function dueOf(
  context: Context,
  { roomId, hostId, price }: Sale,
  { accountId = '', earned }: PayoutAccount,
  stored: Payout | undefined,
) {
  const { escrow } = await context.ledgers.balances(roomId);
  const facts = { roomId, hostId, accountId, currency: price.currency, net: Math.max(0, escrow) };
  return { ...facts, earnedBefore: stored?.earnedBefore ?? earned, now: context.now() };
}

/** What the host has earned rises as soon as a payout is begun: of two rooms at a time the second one sees the first. */
async function save(
  context: Context,
  account: PayoutAccount,
  before: Payout | undefined,
  after: Payout,
): Promise<void> {
  const earned = { before: account, after: withEarned(account, after.net - (before?.net ?? 0)) };
  await context.payouts.save(before, after, earned);
}

async function finishPayout(context: Context, { roomId, number }: Payout, transferId: string): Promise<void> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const [sale, stored] = await Promise.all([context.sales.find(roomId), context.payouts.find(roomId)]);
    if (!sale || stored?.stage !== 'pending') return;
    // Written anew meanwhile: the next look finds the transfer.
    if (stored.number !== number) break;
    const { escrow: held } = await context.ledgers.balances(roomId);
    const end = { transferId, held, sale: { before: sale, after: paidOut(sale, context.now()) } };
    if (await context.payouts.finish(stored, end)) return;
  }
  return stop('busy');
}
