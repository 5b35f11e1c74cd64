import type { sales } from '../../adapters/dynamodb/sales.ts';
import type { DomainEvent } from '../../domain/events.ts';
import { soldOutEvent } from '../../domain/sale-events.ts';
import type { ContextOf } from '../runtime/context.ts';

type Context = ContextOf<{ sales: typeof sales }>;

/**
 * Nothing is left of a room's tickets, if that is so. The parts are read one by one, and twice: found the same again, they were so
 * together in between. What changed meanwhile is told of by a write of its own.
 */
export async function soldOutIn(context: Context, roomId: string): Promise<readonly DomainEvent[]> {
  const first = await seen(context, roomId);
  const again = first && (await seen(context, roomId));
  return again && again.detail.id === first.detail.id ? [again] : [];
}

async function seen(context: Context, roomId: string): Promise<DomainEvent | undefined> {
  const stocked = await context.sales.findStocked(roomId);
  return stocked && soldOutEvent(stocked.sale, stocked.parts, context.now());
}
