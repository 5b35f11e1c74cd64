import * as z from 'zod/mini';
import { invitations } from '../../adapters/dynamodb/invitations.ts';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { resultPuts, results } from '../../adapters/dynamodb/results.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { invitationSeconds, inviteAs } from '../../domain/stage-commands.ts';
import { addSeconds, isoOf } from '../../domain/time.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { keptUntil, keyed, resultOf } from '../runtime/idempotency.ts';
import { ensure, stop } from '../runtime/refusal-error.ts';
import { roomId, userId } from '../runtime/schemas.ts';
import { invitationView } from '../runtime/stage-views.ts';
import { actingIn } from '../steps/acting.ts';
import { once } from '../steps/once.ts';

export const input = z.object({ roomId, userId, role: z.enum(['cohost', 'speaker', 'listener']) });
export const output = invitationView;

const adapters = { invitations, profiles, results, rooms };

export async function invitePerson(context: ContextOf<typeof adapters>, caller: User, wish: z.infer<typeof input>) {
  const request = keyed(context, caller, wish);
  return once(context, request, async () => {
    const { userId, role } = wish;
    const [{ room, acting }, invited] = await Promise.all([
      actingIn(context, caller, wish.roomId),
      context.profiles.find(userId),
    ]);
    const current = ensure(inviteAs(room, acting, userId, role));
    if (!invited) return stop('user_not_found', { param: 'userId' });
    const invitedAt = isoOf(context.now());
    const isShort = current.status === 'live' && role !== 'listener';
    const openUntil = isShort ? { openUntil: addSeconds(invitedAt, invitationSeconds) } : {};
    const answer = { userId, role, invitedAt, invitedBy: caller.userId, ...openUntil };
    await context.invitations.invite(
      { roomId: room.id, ...answer },
      resultPuts(resultOf(request, answer), keptUntil(context)),
    );
    return answer;
  });
}

export const handler = http({ input, adapters, run: invitePerson });
