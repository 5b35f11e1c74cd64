import * as z from 'zod/mini';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { waitingLists } from '../../adapters/dynamodb/waiting-lists.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { roomId } from '../runtime/schemas.ts';
import { waitlistOutput } from '../runtime/ticket-views.ts';
import { soldRoomOf } from '../steps/waiting.ts';

export const input = z.object({ roomId });
export const output = waitlistOutput;

const adapters = { rooms, waitingLists };

/** Waits no longer; a place that was offered already is given back as a ticket is. */
export async function leaveWaitlist(context: ContextOf<typeof adapters>, caller: User, wish: z.infer<typeof input>) {
  const room = await soldRoomOf(context, wish.roomId);
  await context.waitingLists.leave({ roomId: room.id, userId: caller.userId });
  return { isWaiting: false };
}

export const handler = http({ input, adapters, run: leaveWaitlist });
