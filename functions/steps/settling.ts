import type { members } from '../../adapters/dynamodb/members.ts';
import type { refunds } from '../../adapters/dynamodb/refunds.ts';
import type { sales } from '../../adapters/dynamodb/sales.ts';
import type { tickets } from '../../adapters/dynamodb/tickets.ts';
import { partsInTurn, type Sale } from '../../domain/sale.ts';
import { type Case, type PaymentFacts, type Settlement, settle } from '../../domain/settlement.ts';
import type { Ticket } from '../../domain/ticket.ts';
import type { ContextOf } from '../runtime/context.ts';
import { stop } from '../runtime/refusal-error.ts';

type Context = ContextOf<{
  members: typeof members;
  refunds: typeof refunds;
  sales: typeof sales;
  tickets: typeof tickets;
}>;

/** News, the sweep and the buyer's page may settle one order at the same time. */
const attempts = 8;

/**
 * Brings a ticket to where its payment is. Doing it twice, late, or in any order comes to the same end; a payment of no ticket
 * is refunded. Throws for an order nobody knows: it is tried again, and then lies in the dead-letter queue. Nothing is lost of
 * one that can be paid no more, or is on its way back.
 */
export async function settleOrder(context: Context, facts: PaymentFacts): Promise<Ticket | undefined> {
  const { roomId, userId, isForeign } = facts;
  if (isForeign) return undefined;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const [ticket, sale, member] = await Promise.all([
      context.tickets.find(roomId, userId),
      context.sales.find(roomId),
      context.members.find(roomId, userId),
    ]);
    if (!ticket && (await isOver(context, facts))) return undefined;
    if (!ticket || !sale) throw new Error(`There is no ticket of the order ${facts.orderId}`);
    const saleIs = { isSaleOpen: sale.status === 'open', isSaleClosed: sale.status === 'closed' };
    const at = { ...saleIs, isBanned: member?.state === 'banned', now: context.now() };
    const step = settle(ticket, facts, { ...at, isStockLeft: true });
    const done = step && (await carryOut(context, { ticket, sale, facts, at }, step));
    if (!step || done) return done ?? ticket;
  }
  return stop('busy');
}

const isOver = async (context: Context, { status, paymentIntentId }: PaymentFacts): Promise<boolean> =>
  status === 'expired' ||
  status === 'failed' ||
  (paymentIntentId !== undefined && !!(await context.refunds.find(paymentIntentId)));

type Settling = {
  readonly ticket: Ticket;
  readonly sale: Sale;
  readonly facts: PaymentFacts;
  readonly at: Omit<Case, 'isStockLeft'>;
};

/** The ticket as it is now, or nothing when somebody was faster. */
async function carryOut(
  context: Context,
  { ticket, sale, facts, at }: Settling,
  step: NonNullable<ReturnType<typeof settle>>,
): Promise<Ticket | undefined> {
  if (!('after' in step)) {
    await context.tickets.refundStray(step.refund);
    return ticket;
  }
  const isLate = step.place === -1;
  const settled = isLate
    ? await settleInAnyPart(context, ticket, sale, step)
    : await context.tickets.settle(ticket, step);
  if (settled === 'settled') return step.after;
  // Somebody has found meanwhile that it is for no ticket.
  if (settled === 'sent_back') return ticket;
  if (settled !== 'out_of_places' || !isLate) return undefined;
  const refused = settle(ticket, facts, { ...at, isStockLeft: false });
  if (refused) await context.tickets.refundStray(refundOf(refused));
  return ticket;
}

function refundOf(step: NonNullable<ReturnType<typeof settle>>) {
  if (!step.refund) throw new Error('A late payment without a place has no refund');
  return step.refund;
}

/** A payment that came late takes a place of whichever part has one. */
async function settleInAnyPart(context: Context, ticket: Ticket, sale: Sale, step: Settlement) {
  for (const part of partsInTurn(context.digest(ticket.userId), sale.partCount)) {
    const settled = await context.tickets.settle(ticket, step, part);
    if (settled !== 'out_of_places') return settled;
  }
  return 'out_of_places';
}
