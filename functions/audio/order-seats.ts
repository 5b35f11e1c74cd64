import { ranks, works } from '../../adapters/dynamodb/works.ts';
import { isoOf } from '../../domain/time.ts';
import type { ContextOf } from '../runtime/context.ts';
import { type BusEvent, onEvent } from '../runtime/worker.ts';
import { readRoomEvent } from '../steps/room-event.ts';

const adapters = { works };

/** The first replica and its seats are made before anybody asks: a live room's pool is ordered by its own event. */
export async function orderSeats(context: ContextOf<typeof adapters>, event: BusEvent): Promise<void> {
  const { roomId, epoch = 1 } = readRoomEvent(event);
  await context.works.orderPool({ roomId, epoch, rank: ranks.cold, at: isoOf(context.now()) });
}

export const handler = onEvent({ adapters, run: orderSeats });
