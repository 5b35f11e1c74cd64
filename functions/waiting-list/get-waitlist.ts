import * as z from 'zod/mini';
import { rooms } from '../../adapters/dynamodb/rooms.ts';
import { waitingLists } from '../../adapters/dynamodb/waiting-lists.ts';
import type { User } from '../runtime/caller.ts';
import type { ContextOf } from '../runtime/context.ts';
import { http } from '../runtime/http.ts';
import { roomId } from '../runtime/schemas.ts';
import { waitlistOutput } from '../runtime/ticket-views.ts';
import { soldRoomOf, standingIn } from '../steps/waiting.ts';

export const input = z.object({ roomId });
export const output = waitlistOutput;

const adapters = { rooms, waitingLists };

/** Whether the caller waits for a ticket of the room, and about where in the line. */
export async function getWaitlist(context: ContextOf<typeof adapters>, caller: User, wish: z.infer<typeof input>) {
  const room = await soldRoomOf(context, wish.roomId);
  const waiting = await context.waitingLists.find(room.id, caller.userId);
  return waiting ? standingIn(context, waiting) : { isWaiting: false };
}

export const handler = http({ input, adapters, run: getWaitlist });
