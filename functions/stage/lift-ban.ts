import * as z from 'zod/mini';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { removals } from '../../adapters/dynamodb/removals.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { decideAny, rolesOf } from '../../domain/permissions.ts';
import { isoOf } from '../../domain/time.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { ensure, stop } from '../runtime/refusal-error.ts';
import { nothing, personId, roomId } from '../runtime/schemas.ts';
import { actingIn } from '../steps/acting.ts';

export const input = z.object({ roomId, userId: personId });
export const output = nothing;

const adapters = { profiles, removals, rooms };

export async function liftBan(context: ContextOf<typeof adapters>, caller: User, wish: z.infer<typeof input>) {
  const { room, acting } = await actingIn(context, caller, wish.roomId);
  ensure(decideAny(rolesOf(room, acting.actor), 'lift_ban'));
  const isLifted = await context.removals.lift(room.id, wish.userId, isoOf(context.now()));
  return isLifted ? {} : stop('not_found', { param: 'userId' });
}

export const handler = http({ input, adapters, run: liftBan });
