import type { DomainEvent, EventName } from './events.ts';
import { opensRoom, type Ticket, type TicketState } from './ticket.ts';

/** A write of a ticket, as its stream has it. */
export type TicketChange = { readonly before?: Ticket; readonly after: Ticket };

const names: Readonly<Partial<Record<TicketState, EventName>>> = {
  held: 'ticket.held',
  paid: 'ticket.purchased',
  comp: 'ticket.purchased',
  expired: 'ticket.expired',
  failed: 'ticket.expired',
  refunded: 'ticket.refunded',
  disputed: 'ticket.disputed',
};

/** What the bus is told of a ticket that came into another state. */
export function ticketEventsOf({ before, after }: TicketChange): readonly DomainEvent[] {
  const name = names[after.state];
  const isSame = before?.state === after.state && before.order.id === after.order.id;
  if (!name || isSame) return [];
  const { id: ticketId, roomId, userId, state, version, updatedAt: at, order } = after;
  const facts = { ticketId, orderId: order.id, state, price: order.price };
  return [{ name, detail: { id: `evt_${ticketId}.${version}.${name}`, at, version, roomId, userId, ...facts } }];
}

/** The ticket opened the door and does no longer: whoever is in the room by it is out. */
export const isShut = ({ before, after }: TicketChange): boolean => opensRoom(before?.state) && !opensRoom(after.state);
