import type { invitations } from '../../adapters/dynamodb/invitations.ts';
import type { rooms } from '../../adapters/dynamodb/rooms.ts';
import type { tickets } from '../../adapters/dynamodb/tickets.ts';
import { passOf } from '../../domain/admission.ts';
import type { Room } from '../../domain/room.ts';
import { currentState } from '../../domain/room-clock.ts';
import { opensRoom, type Ticket } from '../../domain/ticket.ts';
import type { ContextOf } from '../runtime/context.ts';
import { putOut } from './putting-out.ts';

type Context = Parameters<typeof putOut>[0] &
  ContextOf<{ invitations: typeof invitations; rooms: typeof rooms; tickets: typeof tickets }>;

/** Whoever is in a room by a ticket that no longer opens it is out at once; people on its stage, or invited to it, need none. */
export async function shutOut(context: Context, { roomId, userId }: Ticket): Promise<void> {
  const [room, ticket] = await Promise.all([context.rooms.find(roomId), context.tickets.find(roomId, userId)]);
  // Nobody is in a room that is not live, and this ticket will not let them in.
  if (room?.status !== 'live' || opensRoom(ticket?.state)) return;
  const invitation = await context.invitations.find(roomId, userId);
  const isWanted = (stored: Room): boolean => {
    const now = context.now();
    const current = currentState(stored, now, context.config.policy);
    if (current.status !== 'live' || current.audience !== 'tickets') return false;
    return passOf({ room: current, personId: userId, ...inside, ...(invitation && { invitation }), now }) === 'ticket';
  };
  await putOut(context, room, userId, { isWanted });
}

/** A lock keeps nobody out who is in. */
const inside = { member: { state: 'joined' } } as const;
