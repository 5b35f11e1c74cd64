import type Stripe from 'stripe';
import { type Payout, payoutKeyOf, type Reversal, readPayoutKey, type SentTransfer } from '../../domain/payout.ts';
import { allow, type Decision } from '../../domain/refusal.ts';
import type { Wiring } from '../wiring.ts';
import { answered, stripeOf } from './client.ts';
import { ourMarks, withDeployment } from './marks.ts';

/** Transfers to hosts. */
export const transfers = (wiring: Wiring) => ({
  /** The transfer of a room that was made already, if one was: looked for before one is asked for. */
  async find(roomId: string): Promise<Decision<SentTransfer | undefined>> {
    const stripe = await stripeOf(wiring);
    const listed = await answered(stripe.transfers.list({ transfer_group: roomId, limit: 100 }));
    if (!listed.isAllowed) return listed;
    return allow(listed.value.data.flatMap((made) => toSent(wiring, made)).find((made) => made.roomId === roomId));
  },

  /** Sends the host their share; the same payout is the same transfer. */
  async send(payout: Payout): Promise<Decision<string>> {
    const stripe = await stripeOf(wiring);
    const { hostShare: amount, currency, accountId: destination, roomId, net } = payout;
    const metadata = withDeployment(wiring, { payout: payoutKeyOf(payout), net: String(net) });
    const wish = { amount, currency, destination, transfer_group: roomId, metadata };
    const made = await answered(stripe.transfers.create(wish, { idempotencyKey: payoutKeyOf(payout) }));
    return made.isAllowed ? allow(made.value.id) : made;
  },

  /** What was taken back of a transfer of ours: the last ten times, which it shows itself. */
  async reversalsOf(transferId: string): Promise<Decision<readonly Reversal[]>> {
    const stripe = await stripeOf(wiring);
    const found = await answered(stripe.transfers.retrieve(transferId));
    if (!found.isAllowed) return found;
    const { reversals, currency } = found.value;
    const roomId = roomOfTransfer(wiring, found.value);
    if (roomId === undefined) return allow([]);
    return allow(reversals.data.map(({ id: reversalId, amount }) => ({ reversalId, roomId, amount, currency })));
  },
});

const keyOf = (wiring: Wiring, { metadata }: Stripe.Transfer) =>
  readPayoutKey(ourMarks(wiring, metadata)['payout'] ?? '');

/** The room that a transfer of ours paid for. */
export const roomOfTransfer = (wiring: Wiring, transfer: Stripe.Transfer): string | undefined =>
  keyOf(wiring, transfer)?.roomId;

/** Transfers that somebody made by hand are none of ours. */
function toSent(wiring: Wiring, transfer: Stripe.Transfer): readonly (SentTransfer & { readonly roomId: string })[] {
  const { id: transferId, amount, destination, metadata } = transfer;
  const net = Number(metadata['net'] ?? Number.NaN);
  const accountId = typeof destination === 'string' ? destination : '';
  const key = keyOf(wiring, transfer);
  return key ? [{ ...key, transferId, amount, accountId, ...(Number.isSafeInteger(net) && { net }) }] : [];
}
