import { type Payout, payoutKeyOf } from '../../domain/payout.ts';
import { allow, type Decision } from '../../domain/refusal.ts';
import type { Wiring } from '../wiring.ts';
import { answered, stripeOf } from './client.ts';

/** Transfers to hosts. */
export const transfers = (wiring: Wiring) => ({
  /** The transfer of this payout that was made already, if one was: looked for before it is asked for again. */
  async find(payout: Payout): Promise<Decision<string | undefined>> {
    const stripe = await stripeOf(wiring);
    const listed = await answered(stripe.transfers.list({ transfer_group: payout.roomId, limit: 100 }));
    if (!listed.isAllowed) return listed;
    return allow(listed.value.data.find(({ metadata }) => metadata['payout'] === payoutKeyOf(payout))?.id);
  },

  /** Sends the host their share; the same payout is the same transfer. */
  async send(payout: Payout): Promise<Decision<string>> {
    const stripe = await stripeOf(wiring);
    const { hostShare: amount, currency, accountId: destination, roomId } = payout;
    const wish = { amount, currency, destination, transfer_group: roomId, metadata: { payout: payoutKeyOf(payout) } };
    const made = await answered(stripe.transfers.create(wish, { idempotencyKey: payoutKeyOf(payout) }));
    return made.isAllowed ? allow(made.value.id) : made;
  },
});
