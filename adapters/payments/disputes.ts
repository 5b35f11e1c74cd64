import { allow, type Decision } from '../../domain/refusal.ts';
import type { DisputeState } from '../../domain/ticket-undoing.ts';
import type { Wiring } from '../wiring.ts';
import { answered, stripeOf } from './client.ts';

/** Disputes of payments, as the payment service has them. */
export const disputes = (wiring: Wiring) => ({
  async find(disputeId: string): Promise<Decision<{ readonly paymentIntentId: string; readonly state: DisputeState }>> {
    const stripe = await stripeOf(wiring);
    const found = await answered(stripe.disputes.retrieve(disputeId));
    if (!found.isAllowed) return found;
    const { payment_intent: intent, status } = found.value;
    if (typeof intent !== 'string') throw new Error(`Dispute ${disputeId} is of no payment`);
    return allow({ paymentIntentId: intent, state: disputeStateOf(status) });
  },
});

export const disputeStateOf = (status: string): DisputeState => states[status] ?? 'open';

/** Warnings that are closed, and disputes that were prevented, took no money. */
const states: Readonly<Record<string, DisputeState>> = {
  won: 'won',
  warning_closed: 'won',
  prevented: 'won',
  lost: 'lost',
};
