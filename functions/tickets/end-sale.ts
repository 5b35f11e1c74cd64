import { refundJobs } from '../../adapters/dynamodb/refund-jobs.ts';
import { sales } from '../../adapters/dynamodb/sales.ts';
import { queues } from '../../adapters/queues.ts';
import type { RefundReason } from '../../domain/settlement.ts';
import type { ContextOf } from '../runtime/context.ts';
import { type BusEvent, onEvent } from '../runtime/worker.ts';
import { cancelSale, closeSale } from '../steps/sale-ending.ts';

const adapters = { queues, refundJobs, sales };

const refunded: Readonly<Record<string, RefundReason>> = {
  host_canceled: 'room_canceled',
  no_show: 'no_show',
  moderator_ended: 'platform_ended',
};

/** A room that is over sells nothing more; one that did not take place, or that the platform ended, is paid back. */
export async function endSale(context: ContextOf<typeof adapters>, { detail }: BusEvent): Promise<void> {
  const { roomId, endReason } = detail;
  if (typeof roomId !== 'string') return;
  const reason = refunded[String(endReason)];
  if (reason) await cancelSale(context, roomId, reason);
  else await closeSale(context, roomId);
}

export const handler = onEvent({ adapters, run: endSale });
