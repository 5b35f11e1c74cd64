import * as z from 'zod/mini';
import { results } from '../../adapters/dynamodb/results.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { standings } from '../../adapters/dynamodb/standing.ts';
import { addPin as decidePin, pinFrom } from '../../domain/pin.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { type Keyed, keptUntil, keyed, resultOf } from '../runtime/idempotency.ts';
import { ensure, stop } from '../runtime/refusal-error.ts';
import { roomId } from '../runtime/schemas.ts';
import { pinView } from '../runtime/views.ts';
import { once } from '../steps/once.ts';
import { changeRoom } from '../steps/room-change.ts';
import { talkerOf } from '../steps/talking.ts';

export const input = z.object({ roomId, url: z.string(), note: z.optional(z.string()) });
export const output = pinView;

const adapters = { results, rooms, standings };
type Context = ContextOf<typeof adapters>;
type Wish = z.infer<typeof input>;

export async function addPin(context: Context, caller: User, wish: Wish): Promise<object> {
  const request = keyed(context, caller, wish);
  return once(context, request, () => pin(context, caller, wish, request));
}

async function pin(context: Context, caller: User, wish: Wish, request: Keyed | undefined): Promise<object> {
  const { userId } = caller;
  const { blockedWords } = context.config;
  const made = ensure(pinFrom(wish, { id: context.newId('pin'), userId, blockedWords }));
  const talker = talkerOf(context, caller, await context.standings.find(wish.roomId, userId));
  await changeRoom(
    context,
    talker.room,
    (room) => decidePin(room, talker.acting, made),
    async (before, after) => {
      const changed = await context.results.changeRoom(before, after, resultOf(request, made), keptUntil(context));
      return changed === 'answered' ? stop('busy') : changed;
    },
  );
  return made;
}

export const handler = http({ input, adapters, run: addPin });
