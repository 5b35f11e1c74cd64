import type Stripe from 'stripe';
import { allow, type Decision, refuse } from '../../domain/refusal.ts';
import type { PaymentFacts } from '../../domain/settlement.ts';
import type { Payment, Ticket } from '../../domain/ticket.ts';
import { millisecondsOf } from '../../domain/time.ts';
import type { Wiring } from '../wiring.ts';
import { answered, isOtherRequest, isRefusedFor, stripeOf } from './client.ts';
import { isForeign, ourMarks, withDeployment } from './marks.ts';

/**
 * What asking for a payment comes to. `too_late`: none can be made any more, and an earlier one would have been answered, so there
 * is none and will be none. `asked_otherwise`: there is one that the tables forgot when they were put back; the walk brings it.
 */
export type Opening = Omit<Payment, 'expiresAt'> | 'too_late' | 'asked_otherwise';

/** Payments of tickets: checkout sessions for pages, payment intents for apps. Each call is one request, never retried here. */
export const payments = (wiring: Wiring) => {
  return {
    /** Asks for the order's payment; asking again, however late the answer of the first was, is the same payment. */
    async open(ticket: Ticket): Promise<Decision<Opening>> {
      const stripe = await stripeOf(wiring);
      const options = { idempotencyKey: `hold:${ticket.order.id}` };
      const made =
        ticket.order.checkout === 'intent'
          ? stripe.paymentIntents.create(toIntent(wiring, ticket), options).then(openedIntent)
          : stripe.checkout.sessions.create(toSession(wiring, ticket), options).then(openedSession);
      return answered<Opening>(made.catch(toOpening));
    },

    /** The payment as it is now. */
    async find(paymentId: string): Promise<Decision<PaymentFacts>> {
      const stripe = await stripeOf(wiring);
      if (isIntent(paymentId)) {
        const found = await answered(stripe.paymentIntents.retrieve(paymentId, { expand: [...paidWith] }));
        return found.isAllowed ? whenBooked(factsOfIntent(wiring, found.value)) : found;
      }
      const expand = ['payment_intent', ...paidWith.map((path) => `payment_intent.${path}`)];
      const found = await answered(stripe.checkout.sessions.retrieve(paymentId, { expand }));
      return found.isAllowed ? whenBooked(factsOfSession(wiring, found.value)) : found;
    },

    /** Ends a payment that nobody has made; one that was made meanwhile stays as it is. Look at it afterwards. */
    async end(paymentId: string): Promise<void> {
      const stripe = await stripeOf(wiring);
      const ended = isIntent(paymentId)
        ? stripe.paymentIntents.cancel(paymentId)
        : stripe.checkout.sessions.expire(paymentId);
      // Refused when it is over already: what it has come to is read by whoever asked.
      await answered(ended.then(() => undefined)).catch(() => undefined);
    },
  };
};

/** A session must end 30 minutes or more from when it is made; what was made already is answered without being judged anew. */
function toOpening(error: unknown): Opening {
  if (isRefusedFor(error, 'expires_at')) return 'too_late';
  if (isOtherRequest(error)) return 'asked_otherwise';
  throw error;
}

const paidWith = ['latest_charge', 'latest_charge.balance_transaction'] as const;
const isIntent = (paymentId: string): boolean => paymentId.startsWith('pi_');

/** Whose payment it is stands on the session and on its payment: news of refunds and disputes show the latter only. */
const marksOf = (wiring: Wiring, { roomId, userId, order }: Ticket) =>
  withDeployment(wiring, { orderId: order.id, roomId, userId });

const toMarks = (wiring: Wiring, metadata: Stripe.Metadata | null) => {
  const { orderId = '', roomId = '', userId = '' } = ourMarks(wiring, metadata);
  return { orderId, roomId, userId, ...(isForeign(wiring, metadata) && { isForeign: true }) };
};

/** Otherwise the fee is known a moment after the payment only, and the ledger has nothing to book by then. */
const atOnce = 'automatic';

function toSession(wiring: Wiring, ticket: Ticket): Stripe.Checkout.SessionCreateParams {
  const { order, roomId } = ticket;
  const { title, returnUrl } = order;
  const { amount: unit_amount, currency } = order.price;
  const pages =
    order.checkout === 'embedded'
      ? { ui_mode: 'embedded_page' as const, return_url: returnUrl }
      : { ui_mode: 'hosted_page' as const, success_url: returnUrl, cancel_url: returnUrl };
  return {
    mode: 'payment',
    ...pages,
    // What takes days would keep a place beyond the start of the room.
    allowed_payment_method_types: ['card'],
    client_reference_id: order.id,
    expires_at: expiryOf(ticket),
    line_items: [{ quantity: 1, price_data: { currency, unit_amount, product_data: { name: `Ticket: ${title}` } } }],
    metadata: marksOf(wiring, ticket),
    payment_intent_data: { transfer_group: roomId, metadata: marksOf(wiring, ticket), capture_method: atOnce },
  };
}

function toIntent(wiring: Wiring, ticket: Ticket): Stripe.PaymentIntentCreateParams {
  const { amount, currency } = ticket.order.price;
  return {
    amount,
    currency,
    transfer_group: ticket.roomId,
    metadata: marksOf(wiring, ticket),
    automatic_payment_methods: { enabled: true },
    capture_method: atOnce,
  };
}

function expiryOf({ order }: Ticket): number {
  if (!order.payment) throw new Error(`Order ${order.id} has no end of its payment`);
  return Math.floor(millisecondsOf(order.payment.expiresAt) / 1000);
}

export const openedSession = ({
  id,
  url,
  client_secret: secret,
}: Stripe.Checkout.Session): Omit<Payment, 'expiresAt'> => ({
  id,
  ...(url !== null && { url }),
  ...(secret !== null && { clientSecret: secret }),
});
export const openedIntent = ({ id, client_secret: secret }: Stripe.PaymentIntent): Omit<Payment, 'expiresAt'> => ({
  id,
  ...(secret !== null && { clientSecret: secret }),
});

/** Paid, and not booked at the payment service yet: its fee is not known. */
export const isUnbooked = ({ status, fee }: PaymentFacts): boolean => status === 'paid' && fee === undefined;

const whenBooked = (facts: PaymentFacts): Decision<PaymentFacts> =>
  isUnbooked(facts) ? refuse('payments_unavailable') : allow(facts);

/** A session and its payment, which must be expanded, as one. */
export function factsOfSession(wiring: Wiring, session: Stripe.Checkout.Session): PaymentFacts {
  const { payment_intent: intent, amount_total: amount, currency } = session;
  const price = { amount: amount ?? 0, currency: currency ?? '' };
  const marks = toMarks(wiring, session.metadata);
  if (session.status === 'open') return { ...marks, status: 'open', price };
  if (session.status === 'expired' || intent === null || typeof intent === 'string')
    return { ...marks, status: 'expired', price };
  return session.payment_status === 'paid'
    ? factsOfIntent(wiring, intent)
    : { ...factsOfIntent(wiring, intent), status: unpaid(intent) };
}

/** A payment that takes days is under way, or has failed. */
const unpaid = ({ status }: Stripe.PaymentIntent): 'processing' | 'failed' =>
  status === 'requires_payment_method' || status === 'canceled' ? 'failed' : 'processing';

export function factsOfIntent(wiring: Wiring, intent: Stripe.PaymentIntent): PaymentFacts {
  const { id: paymentIntentId, amount, currency, metadata } = intent;
  const status = intentStatuses[intent.status] ?? 'open';
  const fee = feeOf(intent.latest_charge);
  const paid = status === 'paid' && fee !== undefined ? { fee } : {};
  return { ...toMarks(wiring, metadata), status, price: { amount, currency }, paymentIntentId, ...paid };
}
const intentStatuses: Readonly<Record<string, PaymentFacts['status']>> = {
  succeeded: 'paid',
  processing: 'processing',
  canceled: 'expired',
};

function feeOf(charge: Stripe.PaymentIntent['latest_charge']): number | undefined {
  if (charge === null || typeof charge === 'string') return undefined;
  const { balance_transaction: booked } = charge;
  return booked === null || typeof booked === 'string' ? undefined : booked.fee;
}
