import * as z from 'zod/mini';
import { follows } from '../../adapters/dynamodb/follows.ts';
import { members } from '../../adapters/dynamodb/members.ts';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { requests } from '../../adapters/dynamodb/requests.ts';
import { resultPuts, results } from '../../adapters/dynamodb/results.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { askToSpeak as decideAsk } from '../../domain/stage-commands.ts';
import { isoOf } from '../../domain/time.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { keptUntil, keyed, resultOf } from '../runtime/idempotency.ts';
import { ensure, stop } from '../runtime/refusal-error.ts';
import { roomId } from '../runtime/schemas.ts';
import { requestView } from '../runtime/stage-views.ts';
import { actingIn } from '../steps/acting.ts';
import { once } from '../steps/once.ts';

export const input = z.object({ roomId });
export const output = requestView;

const adapters = { follows, members, profiles, requests, results, rooms };

/** So many people may ask at the same time; hosts could not look through more. */
const mostRequests = 1_000;

export async function askToSpeak(context: ContextOf<typeof adapters>, caller: User, wish: z.infer<typeof input>) {
  const request = keyed(context, caller, wish);
  return once(context, request, async () => {
    const { userId } = caller;
    const { room, acting } = await actingIn(context, caller, wish.roomId);
    const [member, { isFollowing }] = await Promise.all([
      context.members.find(room.id, userId),
      context.follows.between(room.hostId, userId),
    ]);
    ensure(decideAsk(room, { ...acting, isListening: member?.state === 'joined' }, isFollowing));
    const askedAt = isoOf(context.now());
    const answer = { userId, askedAt };
    const along = resultPuts(resultOf(request, answer), keptUntil(context));
    const asked = await context.requests.ask({ roomId: room.id, userId, askedAt }, mostRequests, along);
    if (asked.is === 'full') return stop('requests_full', { facts: { limit: mostRequests } });
    if (asked.is === 'outside') return stop('not_in_room');
    return asked.is === 'asking' ? { userId, askedAt: asked.askedAt } : answer;
  });
}

export const handler = http({ input, adapters, run: askToSpeak });
