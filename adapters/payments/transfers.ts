import type Stripe from 'stripe';
import { type Payout, payoutKeyOf, roomOfPayoutKey, type SentTransfer } from '../../domain/payout.ts';
import { allow, type Decision } from '../../domain/refusal.ts';
import type { Wiring } from '../wiring.ts';
import { answered, stripeOf } from './client.ts';

/** Transfers to hosts. */
export const transfers = (wiring: Wiring) => ({
  /** The transfer of a room that was made already, if one was: looked for before one is asked for. */
  async find(roomId: string): Promise<Decision<SentTransfer | undefined>> {
    const stripe = await stripeOf(wiring);
    const listed = await answered(stripe.transfers.list({ transfer_group: roomId, limit: 100 }));
    if (!listed.isAllowed) return listed;
    const key = payoutKeyOf({ roomId, number: 1 });
    const found = listed.value.data.find(({ metadata }) => metadata['payout'] === key);
    return allow(found && toSent(found));
  },

  /** Sends the host their share; the same payout is the same transfer. */
  async send(payout: Payout): Promise<Decision<string>> {
    const stripe = await stripeOf(wiring);
    const { hostShare: amount, currency, accountId: destination, roomId, net } = payout;
    const metadata = { payout: payoutKeyOf(payout), net };
    const wish = { amount, currency, destination, transfer_group: roomId, metadata };
    const made = await answered(stripe.transfers.create(wish, { idempotencyKey: payoutKeyOf(payout) }));
    return made.isAllowed ? allow(made.value.id) : made;
  },
});

/** The room that a transfer of ours paid for. */
export const roomOfTransfer = ({ metadata }: Stripe.Transfer): string | undefined =>
  roomOfPayoutKey(metadata['payout'] ?? '');

function toSent({ id: transferId, amount, destination, metadata }: Stripe.Transfer): SentTransfer {
  const net = Number(metadata['net'] ?? Number.NaN);
  const accountId = typeof destination === 'string' ? destination : '';
  return { transferId, amount, accountId, ...(Number.isSafeInteger(net) && { net }) };
}
