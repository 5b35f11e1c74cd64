import * as z from 'zod/mini';
import { invitations } from '../../adapters/dynamodb/invitations.ts';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { stop } from '../runtime/refusal-error.ts';
import { nothing, roomId } from '../runtime/schemas.ts';
import { actingIn } from '../steps/acting.ts';

export const input = z.object({ roomId });
export const output = nothing;

const adapters = { invitations, profiles, rooms };

export async function declineInvitation(
  context: ContextOf<typeof adapters>,
  caller: User,
  wish: z.infer<typeof input>,
) {
  const { room } = await actingIn(context, caller, wish.roomId);
  return (await context.invitations.remove(room.id, caller.userId)) ? {} : stop('not_found');
}

export const handler = http({ input, adapters, run: declineInvitation });
