import type { ListedDispute, ListedRefund } from '../../adapters/payments/walks.ts';
import type { Refund, RefundReason } from '../../domain/settlement.ts';
import { refundTicket } from '../../domain/ticket-undoing.ts';
import { ensure, stop } from '../runtime/refusal-error.ts';
import { hear } from './news.ts';
import { inPace } from './pacing.ts';
import { settleListed } from './reconciling.ts';
import { cancelSale } from './sale-ending.ts';

type Context = Parameters<typeof settleListed>[0] & Parameters<typeof cancelSale>[0];

/** What is paid back because the room does not take place: everybody's money goes back then. */
const ofWholeRooms: readonly RefundReason[] = ['room_canceled', 'no_show', 'platform_ended'];

/** Brings the tables to where a refund is, also when they were put back to a time before it. */
export async function settleListedRefund(context: Context, listed: ListedRefund): Promise<void> {
  const { paymentIntentId, state, cause } = listed;
  const [refund, bought] = await knownOf(context, paymentIntentId);
  const isOfTicket = bought?.order.paymentIntentId === paymentIntentId;
  if (refund ? refund.state === state : isOfTicket && bought.state === 'refunded') return;
  if (cause && !cause.isStray && ofWholeRooms.includes(cause.reason)) await cancelAgain(context, cause);
  // What we send back is the whole: such a payment needs no ticket any more.
  if (!refund && !bought) await findPayment(context, paymentIntentId, cause !== undefined && state !== 'failed');
  if (cause) await begin(context, paymentIntentId, cause.reason);
  // Somebody else who uses the same account.
  if (!(await knownOf(context, paymentIntentId)).some(Boolean)) return;
  await inPace(context, () => hear(context, { type: 'refund.updated', objectId: '', paymentIntentId }));
}

/** Brings the tables to where a dispute is. */
export async function settleListedDispute(context: Context, dispute: ListedDispute): Promise<void> {
  const { disputeId, paymentIntentId } = dispute;
  if (!(await knownOf(context, paymentIntentId)).some(Boolean)) await findPayment(context, paymentIntentId, false);
  if (!(await knownOf(context, paymentIntentId)).some(Boolean)) return;
  await inPace(context, () => hear(context, { type: 'charge.dispute.updated', objectId: disputeId }));
}

const knownOf = (context: Context, paymentIntentId: string) =>
  Promise.all([context.refunds.find(paymentIntentId), context.tickets.boughtWith(paymentIntentId)]);

/** A payment that the tables do not know: it comes first. */
async function findPayment(context: Context, paymentIntentId: string, isSentBack: boolean): Promise<void> {
  const facts = ensure(await inPace(context, () => context.payments.find(paymentIntentId)));
  await settleListed(context, { payment: { id: paymentIntentId }, facts, isSentBack });
}

const attempts = 5;

/** A refund of ours that was begun and forgotten: written down as it was, it then follows what has become of it. */
async function begin(context: Context, paymentIntentId: string, reason: RefundReason): Promise<void> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const ticket = await context.tickets.boughtWith(paymentIntentId);
    if (ticket?.order.paymentIntentId !== paymentIntentId) return;
    const sale = await context.sales.find(ticket.roomId);
    const step = refundTicket(ticket, reason, sale?.status === 'open', context.now());
    if (!step || (await context.tickets.settle(ticket, step)) === 'settled') return;
  }
  return stop('busy');
}

/** Somebody had their money back because the room does not take place, and the sale knows nothing of that any more. */
async function cancelAgain(context: Context, { roomId, reason }: Pick<Refund, 'roomId' | 'reason'>): Promise<void> {
  const sale = await context.sales.find(roomId);
  if (sale?.status === 'open') await cancelSale(context, roomId, reason);
}
