import * as z from 'zod/mini';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { raiseHand as decideHand } from '../../domain/stage-commands.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { roomId } from '../runtime/schemas.ts';
import { actingIn } from '../steps/acting.ts';
import { changeRoom } from '../steps/room-change.ts';

export const input = z.object({ roomId, isRaised: z.boolean() });
export const output = z.object({ isRaised: z.boolean() });

const adapters = { profiles, rooms };

export async function raiseHand(context: ContextOf<typeof adapters>, caller: User, wish: z.infer<typeof input>) {
  const { room, acting } = await actingIn(context, caller, wish.roomId);
  await changeRoom(context, room, (current) => decideHand(current, acting, wish.isRaised));
  return { isRaised: wish.isRaised };
}

export const handler = http({ input, adapters, run: raiseHand });
