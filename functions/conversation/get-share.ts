import * as z from 'zod/mini';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { reading } from '../../adapters/dynamodb/reading.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { currentState } from '../../domain/room-clock.ts';
import { shareWords } from '../../domain/share-page.ts';
import type { Caller } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { publicHttp } from '../runtime/public-http.ts';
import { roomId } from '../runtime/schemas.ts';
import { pageOrigin } from '../steps/page-origin.ts';
import { roomOf } from '../steps/room-change.ts';
import { readerOf } from '../steps/room-readers.ts';

export const input = z.object({ roomId });
export const output = z.object({
  url: z.string(),
  title: z.string(),
  description: z.string(),
  hostName: z.string(),
});

const adapters = { profiles, reading, rooms };

/** The link to give away, and what its card will say. As plain text: whoever shows it in a page escapes it. */
export async function getShare(context: ContextOf<typeof adapters>, caller: Caller, { roomId }: z.infer<typeof input>) {
  const room = await roomOf(context, roomId);
  const [host] = await Promise.all([context.profiles.find(room.hostId), readerOf(context, caller, room)]);
  const current = currentState(room, context.now(), context.config.policy);
  const hostName = host?.name ?? '';
  return {
    url: `${pageOrigin(context)}/r/${room.id}`,
    title: room.title,
    description: shareWords(current, hostName),
    hostName,
  };
}

export const handler = publicHttp({ input, adapters, run: getShare });
