import { sales } from '../../adapters/dynamodb/sales.ts';
import { queues } from '../../adapters/queues.ts';
import type { ContextOf } from '../runtime/context.ts';
import { type BusEvent, onEvent } from '../runtime/worker.ts';
import { endSaleFor } from '../steps/sale-ending.ts';

const adapters = { queues, sales };

/** A room is over, or will not take place. */
export async function endSale(context: ContextOf<typeof adapters>, { detail }: BusEvent): Promise<void> {
  const { roomId, endReason } = detail;
  if (typeof roomId === 'string') await endSaleFor(context, roomId, String(endReason));
}

export const handler = onEvent({ adapters, run: endSale });
