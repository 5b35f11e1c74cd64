import type { rooms } from '../../adapters/dynamodb/rooms.ts';
import type { ContextOf } from '../runtime/context.ts';
import { endSaleFor } from './sale-ending.ts';

type Context = Parameters<typeof endSaleFor>[0] & ContextOf<{ rooms: typeof rooms }>;

/** A sale that is open although its room is over: what the room's end brings about is done now. */
export async function followRoom(context: Context, roomId: string): Promise<void> {
  const [room, sale] = await Promise.all([context.rooms.find(roomId), context.sales.find(roomId)]);
  if (sale?.status !== 'open' || (room?.status !== 'ended' && room?.status !== 'canceled')) return;
  await endSaleFor(context, roomId, room.endReason);
}
