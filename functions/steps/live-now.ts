import type { Write } from '../../adapters/dynamodb/write.ts';
import type { RoomDraft } from '../../domain/room.ts';
import { type Keyed, keptUntil, resultOf } from '../runtime/idempotency.ts';
import { ensure } from '../runtime/refusal-error.ts';
import { type Context, hostGrant, prepareStart, saveStart, stopBecause } from './go-live.ts';
import { answerAgain, keptGrant } from './kept-grant.ts';

/** A room that is live from its first moment: its meeting is made first, and goes again if the room could not be written. */
export async function goLiveNow(
  context: Context,
  draft: RoomDraft,
  request: Keyed | undefined,
  sale: readonly Write[],
): Promise<object> {
  const start = ensure(await prepareStart(context, draft));
  const grant = hostGrant(context, start.room, start.credential);
  const result = resultOf(request, keptGrant(grant));
  const started = await saveStart(context, draft.hostId, () =>
    context.starts.createLive(start, { result, keptUntil: keptUntil(context), sale }),
  );
  if (started.isWritten) return grant;
  await context.audio.deleteMeeting(start.room.meeting.id);
  return started.because === 'already_answered' && request
    ? answerAgain(context, request, started.stored)
    : stopBecause(started);
}
