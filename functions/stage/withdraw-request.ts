import * as z from 'zod/mini';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { requests } from '../../adapters/dynamodb/requests.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { liveNow } from '../../domain/stage-commands.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { ensure, stop } from '../runtime/refusal-error.ts';
import { nothing, roomId } from '../runtime/schemas.ts';
import { actingIn } from '../steps/acting.ts';

export const input = z.object({ roomId });
export const output = nothing;

const adapters = { profiles, requests, rooms };

export async function withdrawRequest(context: ContextOf<typeof adapters>, caller: User, wish: z.infer<typeof input>) {
  const { room, acting } = await actingIn(context, caller, wish.roomId);
  ensure(liveNow(room, acting));
  return (await context.requests.remove(room.id, caller.userId)) ? {} : stop('not_found');
}

export const handler = http({ input, adapters, run: withdrawRequest });
