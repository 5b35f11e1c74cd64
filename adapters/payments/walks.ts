import type Stripe from 'stripe';
import type { RefundState } from '../../domain/refund.ts';
import { allow, type Decision } from '../../domain/refusal.ts';
import { type PaymentFacts, type Refund, refundReasons } from '../../domain/settlement.ts';
import type { Payment } from '../../domain/ticket.ts';
import type { DisputeState } from '../../domain/ticket-undoing.ts';
import { isoOf, millisecondsOf } from '../../domain/time.ts';
import { eventOf, type StripeEvent } from '../stripe-events.ts';
import type { Wiring } from '../wiring.ts';
import { factsOfIntent, factsOfSession, openedIntent, openedSession } from './checkout.ts';
import { answered, stripeOf } from './client.ts';
import { disputeStateOf } from './disputes.ts';
import { ourMarks } from './marks.ts';
import { refundStateOf } from './repayments.ts';
import { roomOfTransfer } from './transfers.ts';

/** Part of a list, the newest first; `after` is where the next part begins, absent on the last. */
export type Part<Found> = { readonly found: readonly Found[]; readonly after?: string };
/** What was made since then, behind the object with that id. */
export type Stretch = { readonly since: string; readonly after?: string | undefined };

/** A payment as a list shows it. `expiresAt` is absent for payments that apps make. */
export type ListedPayment = {
  readonly payment: Omit<Payment, 'expiresAt' | 'id'> & { readonly expiresAt?: string; readonly id: string };
  readonly facts: PaymentFacts;
  /** All of it went back, or is on its way. */
  readonly isSentBack: boolean;
};
/** `cause` is what we wrote on it: what was sent back by hand has none. */
export type ListedRefund = {
  readonly paymentIntentId: string;
  readonly state: RefundState;
  readonly cause?: Pick<Refund, 'roomId' | 'reason' | 'isStray'>;
};
export type ListedDispute = {
  readonly disputeId: string;
  readonly paymentIntentId: string;
  readonly state: DisputeState;
};

/** A part is looked through in one run of a worker, within its minute even when each object needs a call or two. */
const partSize = 50;
/** Four levels: the most that are shown at once. */
const sessionPaths = ['data.payment_intent.latest_charge.balance_transaction'];
const intentPaths = ['data.latest_charge.balance_transaction'];

/** Walks through what the payment service has: a request for 50 objects, with all that is to be known of each. */
export const walks = (wiring: Wiring) => {
  const listed = async <Thing extends { readonly id: string }, Found>(
    { since, after }: Stretch,
    list: (stripe: Stripe, page: Paging) => Promise<Stripe.ApiList<Thing>>,
    read: (thing: Thing) => readonly Found[],
  ): Promise<Decision<Part<Found>>> => {
    const created = { gte: Math.floor(millisecondsOf(since) / 1000) };
    const page = { limit: partSize, created, ...(after !== undefined && { starting_after: after }) };
    const answer = await answered(list(await stripeOf(wiring), page));
    if (!answer.isAllowed) return answer;
    const { data, has_more: hasMore } = answer.value;
    const last = data.at(-1)?.id;
    return allow({ found: data.flatMap(read), ...(hasMore && last !== undefined && { after: last }) });
  };
  return {
    sessions: (stretch: Stretch) =>
      listed(
        stretch,
        (stripe, page) => stripe.checkout.sessions.list({ ...page, expand: sessionPaths }),
        (one) => ofSession(wiring, one),
      ),
    intents: (stretch: Stretch) =>
      listed(
        stretch,
        (stripe, page) => stripe.paymentIntents.list({ ...page, expand: intentPaths }),
        (one) => ofIntent(wiring, one),
      ),
    refunds: (stretch: Stretch) =>
      listed(
        stretch,
        (stripe, page) => stripe.refunds.list(page),
        (one) => ofRefund(wiring, one),
      ),
    disputes: (stretch: Stretch) => listed(stretch, (stripe, page) => stripe.disputes.list(page), ofDispute),
    /** Rooms whose hosts were paid. */
    transfers: (stretch: Stretch) =>
      listed(
        stretch,
        (stripe, page) => stripe.transfers.list(page),
        (one) => ofTransfer(wiring, one),
      ),
    /** News that a destination has not taken. */
    missedNews: (stretch: Stretch) =>
      listed(stretch, (stripe, page) => stripe.events.list({ ...page, delivery_success: false }), ofEvent),
  };
};

type Paging = { readonly limit: number; readonly created: { readonly gte: number }; readonly starting_after?: string };

/** Not of somebody else who uses the same account, e.g. its dashboard. */
const isOurs = ({ facts }: ListedPayment): boolean => facts.orderId !== '';

function ofSession(wiring: Wiring, session: Stripe.Checkout.Session): readonly ListedPayment[] {
  const { payment_intent: intent, expires_at: expiresAt } = session;
  const paid = typeof intent === 'object' && intent !== null ? intent : undefined;
  const payment = { ...openedSession(session), id: session.id, expiresAt: isoOf(expiresAt * 1000) };
  const isSentBack = paid !== undefined && isRefunded(paid);
  return [{ payment, facts: factsOfSession(wiring, session), isSentBack }].filter(isOurs);
}

const ofIntent = (wiring: Wiring, intent: Stripe.PaymentIntent): readonly ListedPayment[] =>
  [
    {
      payment: { ...openedIntent(intent), id: intent.id },
      facts: factsOfIntent(wiring, intent),
      isSentBack: isRefunded(intent),
    },
  ].filter(isOurs);

const isRefunded = ({ latest_charge: charge }: Stripe.PaymentIntent): boolean =>
  typeof charge === 'object' && charge !== null && charge.refunded;

function ofRefund(
  wiring: Wiring,
  { payment_intent: intent, status, metadata }: Stripe.Refund,
): readonly ListedRefund[] {
  if (typeof intent !== 'string') return [];
  const marks = ourMarks(wiring, metadata);
  const reason = refundReasons.find((known) => known === marks['reason']);
  const { roomId = '', isStray } = marks;
  const cause = reason && { roomId, reason, isStray: isStray !== 'false' };
  return [{ paymentIntentId: intent, state: refundStateOf(status), ...(cause && { cause }) }];
}

const ofDispute = ({ id: disputeId, payment_intent: intent, status }: Stripe.Dispute): readonly ListedDispute[] =>
  typeof intent === 'string' ? [{ disputeId, paymentIntentId: intent, state: disputeStateOf(status) }] : [];

function ofTransfer(wiring: Wiring, transfer: Stripe.Transfer): readonly string[] {
  const roomId = roomOfTransfer(wiring, transfer);
  return roomId === undefined ? [] : [roomId];
}

function ofEvent(event: Stripe.Event): readonly StripeEvent[] {
  const read = eventOf(event);
  return read?.event ? [read.event] : [];
}
