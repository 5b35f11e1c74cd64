import type { Write } from '../../adapters/dynamodb/write.ts';
import type { ScheduledRoom } from '../../domain/room.ts';
import { noCounts, roomView } from '../../domain/room-view.ts';
import { type Keyed, keptUntil, resultOf } from '../runtime/idempotency.ts';
import { stop } from '../runtime/refusal-error.ts';
import { answerAgain } from './kept-grant.ts';
import { savePlan } from './planned-rooms.ts';

type Context = Parameters<typeof savePlan>[0] & Parameters<typeof answerAgain>[0];

/** A room for later, with its sale if its tickets are on sale from the first moment. */
export async function planNow(
  context: Context,
  room: ScheduledRoom,
  request: Keyed | undefined,
  sale: readonly Write[],
): Promise<object> {
  const answer = { room: roomView(room, noCounts) };
  const limit = context.config.policy.maxScheduledRooms;
  const along = { result: resultOf(request, answer), keptUntil: keptUntil(context), sale };
  const started = await savePlan(context, room.hostId, () => context.starts.createScheduled(room, limit, along));
  if (started.isWritten) return answer;
  if (started.because === 'too_many_scheduled') return stop('too_many_scheduled', { facts: { limit } });
  return started.because === 'already_answered' && request
    ? answerAgain(context, request, started.stored)
    : stop('busy');
}
