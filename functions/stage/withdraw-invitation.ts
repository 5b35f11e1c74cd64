import * as z from 'zod/mini';
import { invitations } from '../../adapters/dynamodb/invitations.ts';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { decideAny, invitationTo, rolesOf } from '../../domain/permissions.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { ensure, stop } from '../runtime/refusal-error.ts';
import { nothing, roomId, userId } from '../runtime/schemas.ts';
import { actingIn } from '../steps/acting.ts';

export const input = z.object({ roomId, userId });
export const output = nothing;

const adapters = { invitations, profiles, rooms };

/** Taken back by whoever may give one of its kind. */
export async function withdrawInvitation(
  context: ContextOf<typeof adapters>,
  caller: User,
  wish: z.infer<typeof input>,
) {
  const [{ room, acting }, invitation] = await Promise.all([
    actingIn(context, caller, wish.roomId),
    context.invitations.find(wish.roomId, wish.userId),
  ]);
  ensure(decideAny(rolesOf(room, acting.actor), invitationTo[invitation?.role ?? 'listener']));
  return (await context.invitations.remove(room.id, wish.userId)) ? {} : stop('not_found', { param: 'userId' });
}

export const handler = http({ input, adapters, run: withdrawInvitation });
