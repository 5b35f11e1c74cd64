import type { requests } from '../../adapters/dynamodb/requests.ts';
import type { rooms } from '../../adapters/dynamodb/rooms.ts';
import { type Asker, askerOf, type StreamRecord } from '../../adapters/dynamodb/stream-records.ts';
import { placeOf } from '../../domain/stage.ts';
import type { ContextOf } from '../runtime/context.ts';

type Context = ContextOf<{ requests: typeof requests; rooms: typeof rooms }>;

/** Takes away the requests that nobody can grant any more. */
export async function closeRequests(context: Context, records: readonly StreamRecord[]): Promise<void> {
  for (const asker of records.flatMap((record) => askerOf(record) ?? [])) await closeRequest(context, asker);
}

/** Nobody can grant it: they are gone, or came on stage by an invitation, or asked while they were let onto it. */
async function closeRequest(context: Context, { roomId, userId, isGone }: Asker): Promise<void> {
  const room = isGone ? undefined : await context.rooms.find(roomId);
  const isUp = room?.status === 'live' && placeOf(room, userId) !== undefined;
  if (isGone || isUp) await context.requests.remove(roomId, userId);
}
