import type { rooms } from '../../adapters/dynamodb/rooms.ts';
import type { tickets } from '../../adapters/dynamodb/tickets.ts';
import type { Room } from '../../domain/room.ts';
import { currentState } from '../../domain/room-clock.ts';
import { placeOf } from '../../domain/stage.ts';
import { opensRoom, type Ticket } from '../../domain/ticket.ts';
import type { ContextOf } from '../runtime/context.ts';
import { putOut } from './putting-out.ts';

type Context = Parameters<typeof putOut>[0] & ContextOf<{ rooms: typeof rooms; tickets: typeof tickets }>;

/** Whoever is in a room by a ticket that no longer opens it is out at once; people on its stage need none. */
export async function shutOut(context: Context, { roomId, userId }: Ticket): Promise<void> {
  const [room, ticket] = await Promise.all([context.rooms.find(roomId), context.tickets.find(roomId, userId)]);
  if (!room || opensRoom(ticket?.state)) return;
  const isWanted = (stored: Room): boolean => {
    const current = currentState(stored, context.now(), context.config.policy);
    if (current.status !== 'live' || current.audience !== 'tickets') return false;
    return !placeOf(current, userId) && !current.invitedUserIds.includes(userId);
  };
  await putOut(context, room, userId, { isWanted });
}
