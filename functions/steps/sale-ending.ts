import { refundJobPut } from '../../adapters/dynamodb/refund-jobs.ts';
import type { sales } from '../../adapters/dynamodb/sales.ts';
import type { queues } from '../../adapters/queues.ts';
import { endSale } from '../../domain/sale.ts';
import type { RefundReason } from '../../domain/settlement.ts';
import type { ContextOf } from '../runtime/context.ts';
import { stop } from '../runtime/refusal-error.ts';

type Context = ContextOf<{ queues: typeof queues; sales: typeof sales }>;

/** Buyers are still taking places: each attempt writes the parts as they are by then. */
const attempts = 12;

/** No more places are sold, and everybody's money goes back if there is a reason why; false when there is no sale. */
async function stopSale(context: Context, roomId: string, reason: RefundReason | undefined): Promise<boolean> {
  const why = reason && { reason };
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const sale = await context.sales.find(roomId);
    if (!sale) return false;
    const after = endSale(sale, why ? 'canceled' : 'closed', context.now(), context.config.policy);
    if (after.version === sale.version) return true;
    const unchanged = Array.from({ length: sale.partCount }, () => 0);
    const job = refundJobPut({ roomId, ...why }, after.updatedAt);
    if (await context.sales.change(sale, after, unchanged, { along: [job] })) return true;
  }
  return stop('busy');
}

/**
 * First nothing more is sold, then everybody's money goes back, as the room will not take place or did not as promised. Without a
 * reason the room is over: what was sold stays sold, and who was about to pay no longer can.
 */
export async function cancelSale(context: Context, roomId: string, reason?: RefundReason): Promise<void> {
  if (await stopSale(context, roomId, reason)) await orderRefunds(context, roomId);
}

const refunded: Readonly<Record<string, RefundReason>> = {
  host_canceled: 'room_canceled',
  no_show: 'no_show',
  moderator_ended: 'platform_ended',
};

/** A room that is over sells nothing more; one that did not take place, or that the platform ended, is paid back. */
export async function endSaleFor(context: Context, roomId: string, endReason: string): Promise<void> {
  await cancelSale(context, roomId, refunded[endReason]);
}

/** The next page of a room's tickets. */
export const orderRefunds = (context: ContextOf<{ queues: typeof queues }>, roomId: string): Promise<void> =>
  context.queues.send('refund-jobs', [{ body: { roomId } }]);

/** Longer than a worker runs: whoever read that the sale was open has written what they made of it by then. */
const secondLookSeconds = 120;

/** Everybody is looked at once more; `after` is the last ticket of a page, and nothing begins from the front. */
export const orderSecondLook = (
  context: ContextOf<{ queues: typeof queues }>,
  roomId: string,
  after?: string,
): Promise<void> =>
  context.queues.send('refund-jobs', [
    { body: { roomId, isAgain: true, after }, ...(after === undefined && { delaySeconds: secondLookSeconds }) },
  ]);
