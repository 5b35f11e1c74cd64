import * as z from 'zod/mini';
import { audio } from '../../adapters/audio.ts';
import { endings } from '../../adapters/dynamodb/endings.ts';
import { members } from '../../adapters/dynamodb/members.ts';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import type { ContextOf } from '../runtime/context.ts';
import { roomId } from '../runtime/schemas.ts';
import { onMessage } from '../runtime/worker.ts';
import { settleRoom } from '../steps/room-settling.ts';

export const input = z.object({ kind: z.literal('check-room'), roomId });

const adapters = { audio, endings, members, rooms };

/** A timer only wakes: the room and the clock decide, so a doubled, late or stale one changes nothing. */
export async function runTimer(context: ContextOf<typeof adapters>, { roomId }: z.infer<typeof input>): Promise<void> {
  const room = await context.rooms.find(roomId);
  if (room) await settleRoom(context, room);
}

export const handler = onMessage({ adapters, read: (body) => input.safeParse(body).data, run: runTimer });
