import * as z from 'zod/mini';
import { profiles } from '../../adapters/dynamodb/profiles.ts';
import { reading } from '../../adapters/dynamodb/reading.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { labelsFor } from '../../domain/admission.ts';
import { currentState } from '../../domain/room-clock.ts';
import { roomView } from '../../domain/room-view.ts';
import type { Caller } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { publicHttp } from '../runtime/public-http.ts';
import { roomId } from '../runtime/schemas.ts';
import { roomView as roomShape } from '../runtime/views.ts';
import { readerOf } from '../steps/room-readers.ts';
import { countedRoomOf } from '../steps/room-reading.ts';

export const input = z.object({ roomId });
export const output = roomShape;

const adapters = { profiles, reading, rooms };

export async function getRoom(context: ContextOf<typeof adapters>, caller: Caller, { roomId }: z.infer<typeof input>) {
  const { room, counts } = await countedRoomOf(context, roomId);
  const current = currentState(room, context.now(), context.config.policy);
  const reader = await readerOf(context, caller, room);
  if (!reader) return roomView(current, counts);
  const labels = labelsFor(reader.blockset, current.status === 'live' ? current.stage : []);
  return roomView(current, counts, { labels });
}

export const handler = publicHttp({ input, adapters, run: getRoom });
