import type { DomainEvent, EventName } from './events.ts';
import type { Frame } from './frame.ts';
import { personChannel } from './realtime.ts';
import { isOffered, opensRoom, type Ticket, type TicketState } from './ticket.ts';

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
  // A dispute that was won gives back what had been bought before.
  const isBack = before?.state === 'disputed' && after.state === 'paid';
  if (!name || isSame || isBack) return [];
  const { id: ticketId, roomId, userId, state, version, updatedAt: at, order } = after;
  const facts = { ticketId, orderId: order.id, state, price: order.price };
  return [{ name, detail: { id: `evt_${ticketId}.${version}.${name}`, at, version, roomId, userId, ...facts } }];
}

/** What its buyer's pages are told: of every step but a hold they asked for themselves, and of the payment that can be made now. */
export function ticketFramesOf({ before, after }: TicketChange): readonly Frame[] {
  // They know the one that came after it.
  if (after.isPast) return [];
  const isOwnHold = after.state === 'held' && after.order.offerEndsAt === undefined;
  const isNew = before?.state !== after.state && !isOwnHold;
  const isOpened = after.order.payment?.id !== undefined && before?.order.payment?.id === undefined;
  return isNew || isOpened
    ? [ticketFrame(after, `${after.version}`, after.updatedAt, isOffered(after) ? { isOffered: true } : {})]
    : [];
}

/** Those who have a place, or are about to pay for one, learn that the room was moved, and until when they can give it back. */
export function movedFrame(ticket: Ticket, room: Moved): Frame | undefined {
  const { startsAt, previousStartsAt: movedFrom, version, at } = room;
  if (!standing.includes(ticket.state)) return undefined;
  const offer = ticket.state === 'paid' ? { refundableUntil: startsAt } : {};
  return ticketFrame(ticket, `moved.${version}`, at, { startsAt, movedFrom, ...offer });
}
const standing: readonly TicketState[] = ['held', 'processing', 'paid', 'comp'];

/** A room that was put off, or brought forward, as the bus has it. */
export type Moved = {
  readonly startsAt: string;
  readonly previousStartsAt: string;
  readonly version: number;
  readonly at: string;
};

function ticketFrame(ticket: Ticket, mark: string, at: string, more: Frame['facts']): Frame {
  const { id: ticketId, roomId, userId, state } = ticket;
  const id = `${ticketId}.${mark}.ticket.changed`;
  return {
    id,
    channel: personChannel(userId),
    type: 'ticket.changed',
    at,
    facts: { roomId, ticketId, state, ...more },
  };
}

/** The ticket opened the door and does no longer: whoever is in the room by it is out. */
export const isShut = ({ before, after }: TicketChange): boolean => opensRoom(before?.state) && !opensRoom(after.state);
