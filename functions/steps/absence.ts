import type { rooms } from '../../adapters/dynamodb/rooms.ts';
import type { ContextOf } from '../runtime/context.ts';
import { stop } from '../runtime/refusal-error.ts';
import { roomOf } from './room-change.ts';

type Context = ContextOf<{ rooms: typeof rooms }>;

/** Refuses what a room does not have, in these words; a room that not everybody may know of looks absent itself. */
export async function absentIn(context: Context, roomId: string, message: string): Promise<never> {
  const { audience } = await roomOf(context, roomId);
  const isKnown = audience === 'public' || audience === 'tickets';
  return isKnown ? stop('not_found', { message }) : stop('room_not_found', { param: 'roomId' });
}
