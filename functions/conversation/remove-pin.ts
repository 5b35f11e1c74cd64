import * as z from 'zod/mini';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { standings } from '../../adapters/dynamodb/standing.ts';
import { removePin as decideRemoval } from '../../domain/pin.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { nothing, pinId, roomId } from '../runtime/schemas.ts';
import { changeRoom } from '../steps/room-change.ts';
import { talkerOf } from '../steps/talking.ts';

export const input = z.object({ roomId, pinId });
export const output = nothing;

const adapters = { rooms, standings };

export async function removePin(context: ContextOf<typeof adapters>, caller: User, wish: z.infer<typeof input>) {
  const talker = talkerOf(context, caller, await context.standings.find(wish.roomId, caller.userId));
  await changeRoom(context, talker.room, (room) => decideRemoval(room, talker.acting, wish.pinId));
  return {};
}

export const handler = http({ input, adapters, run: removePin });
