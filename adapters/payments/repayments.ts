import type Stripe from 'stripe';
import { type RefundFacts, type RefundState, refundKeyOf, type StoredRefund } from '../../domain/refund.ts';
import { allow, type Decision } from '../../domain/refusal.ts';
import type { Wiring } from '../wiring.ts';
import { answered, isRefusedAs, stripeOf } from './client.ts';
import { withDeployment } from './marks.ts';

/** Refunds at the payment service. */
export const repayments = (wiring: Wiring) => ({
  /**
   * Sends a payment back, all of it. Asked for with the same key it is the same refund, for 24 hours. What was sent back by hand
   * meanwhile is that refund; a payment that a bank disputes cannot be sent back.
   */
  async send(refund: StoredRefund): Promise<Decision<RefundFacts>> {
    const stripe = await stripeOf(wiring);
    const { paymentIntentId: payment_intent, orderId, roomId, userId, reason, isStray } = refund;
    const wish = {
      payment_intent,
      reason: 'requested_by_customer' as const,
      metadata: withDeployment(wiring, { orderId, roomId, userId, reason, isStray: String(isStray) }),
    };
    try {
      const made = await answered(stripe.refunds.create(wish, { idempotencyKey: refundKeyOf(refund) }));
      return made.isAllowed ? allow(toFacts(made.value)) : made;
    } catch (error) {
      if (isRefusedAs(error, 'charge_disputed')) return allow({ refundId: 'none', state: 'failed', isFull: true });
      const isThere = isRefusedAs(error, 'charge_already_refunded');
      const found = isThere ? await find(wiring, payment_intent) : undefined;
      if (found && !found.isAllowed) return found;
      if (found?.value) return allow(found.value);
      throw error;
    }
  },

  /** The payment a refund is of: thin news name the refund alone. None for what is no refund. */
  async paymentOf(refundId: string): Promise<Decision<string | undefined>> {
    if (!refundId.startsWith('re_')) return allow(undefined);
    const stripe = await stripeOf(wiring);
    const found = await answered(stripe.refunds.retrieve(refundId));
    if (!found.isAllowed) return found;
    const { payment_intent: intent } = found.value;
    return allow(typeof intent === 'string' ? intent : undefined);
  },

  find: (paymentIntentId: string): Promise<Decision<RefundFacts | undefined>> => find(wiring, paymentIntentId),
});

/** What there is of refunds of a payment: one that succeeded, else one under way, else the last that failed. */
async function find(wiring: Wiring, paymentIntentId: string): Promise<Decision<RefundFacts | undefined>> {
  const stripe = await stripeOf(wiring);
  const listed = await answered(
    stripe.refunds.list({ payment_intent: paymentIntentId, limit: 100, expand: ['data.charge'] }),
  );
  if (!listed.isAllowed) return listed;
  const whole = listed.value.data.filter(isThrough).reduce((sum, { amount }) => sum + amount, 0);
  const facts = listed.value.data.map((one) => ({ ...toFacts(one), isFull: isWhole(one, whole) }));
  const best = (['succeeded', 'pending', 'failed'] as const).map((state) => facts.find((one) => one.state === state));
  return allow(best.find((one) => one !== undefined));
}

const isThrough = ({ status }: Stripe.Refund): boolean => status === 'succeeded';
/** Several refunds may make up the whole. */
const isWhole = ({ charge }: Pick<Stripe.Refund, 'charge'>, amount: number): boolean =>
  charge === null || typeof charge === 'string' || charge.amount <= amount;

const toFacts = ({ id: refundId, status, amount, charge }: Stripe.Refund): RefundFacts => ({
  refundId,
  isFull: isWhole({ charge }, amount),
  state: refundStateOf(status),
});

export const refundStateOf = (status: string | null): RefundState =>
  status === 'succeeded' ? 'succeeded' : status === 'failed' || status === 'canceled' ? 'failed' : 'pending';
