/** A room that sells tickets: who may put them on sale, and when a room becomes one for ticket holders. */

import type { Block } from './block.ts';
import type { Money } from './money.ts';
import { type Actor, decideAny, rolesOf } from './permissions.ts';
import { allow, type Decision, refuse } from './refusal.ts';
import type { Room, RoomFields } from './room.ts';
import type { Sale } from './sale.ts';
import { opensRoom, type Ticket } from './ticket.ts';
import { isoOf, isReached } from './time.ts';

/**
 * The room as one for ticket holders. Before it starts any room can become one; a live one must have been, or its listeners
 * would be out at once. Whether tickets are on sale already changes nothing.
 */
export function ticketRoom(room: Room, actor: Actor, price: Money, now: number): Decision<Room> {
  const permission = decideAny(rolesOf(room, actor), 'set_sale');
  if (!permission.isAllowed) return permission;
  if (room.status === 'ended' || room.status === 'canceled') return refuse('room_already_ended');
  const { ticketPrice: known } = room;
  const isSamePrice = known?.amount === price.amount && known.currency === price.currency;
  if (room.audience === 'tickets' && room.isTicketed && isSamePrice) return allow(room);
  if (room.status === 'live' && room.audience !== 'tickets')
    return refuse('room_already_live', { message: 'Tickets go on sale before the room is live.' });
  return allow({ ...forTicketHolders(room, price), updatedAt: isoOf(now), version: room.version + 1 });
}

/** A room as one for ticket holders, as it is made or becomes one. */
export const forTicketHolders = <Kind extends RoomFields>(room: Kind, price: Money): Kind => ({
  ...room,
  audience: 'tickets',
  isTicketed: true,
  ticketPrice: price,
});

/** Somebody who wants a ticket, with what was read about them. */
export type Buyer = {
  readonly actor: Actor;
  readonly isBanned: boolean;
  readonly isBlockedByHost: boolean;
};

/** Whether the person may buy a ticket for the room; whoever hosts it, or is invited to its stage, needs none. */
export function mayBuyTicket(room: Room, { actor, isBanned, isBlockedByHost }: Buyer): Decision {
  const permission = decideAny(rolesOf(room, actor), 'buy_ticket');
  if (!permission.isAllowed) return permission;
  if (room.status === 'ended' || room.status === 'canceled') return refuse('room_already_ended');
  if (isBlockedByHost) return refuse('blocked_by_host');
  if (isBanned) return refuse('blocked_from_room');
  return room.isTicketed ? allow() : refuse('sale_closed');
}

/** Buyers take their ticket back until the planned start, wherever it was moved to, and no longer once the room is live. */
export const mayRefundBuyer = (room: Room, now: number): Decision =>
  refundEndsAt(room, now) === undefined ? refuse('refund_too_late') : allow();

/**
 * Whom the host keeps out has paid for nothing: they take their money back for as long as it is held, whatever the room's
 * state. Not those who were blocked after it was over.
 */
export function mayRefundBlocked(
  room: Room,
  { status, payoutAt }: Pick<Sale, 'status' | 'payoutAt'>,
  block: Pick<Block, 'at'> | undefined,
  now: number,
): boolean {
  const isKeptOut = block !== undefined && !('endedAt' in room && room.endedAt < block.at);
  const isHeld = status !== 'closed' || (payoutAt !== undefined && !isReached(payoutAt, now));
  return isKeptOut && isHeld;
}

const refundEndsAt = (room: Room, now: number): string | undefined =>
  room.status === 'scheduled' && !isReached(room.startsAt, now) ? room.startsAt : undefined;

/** Until when a ticket can be given back, and the start it was bought for when the room was moved since. */
export type TicketDates = { readonly refundableUntil?: string; readonly movedFrom?: string };

export function ticketDates({ state, order }: Ticket, room: Room, now: number): TicketDates {
  const refundableUntil = state === 'paid' ? refundEndsAt(room, now) : undefined;
  const { startsAt: movedFrom } = order;
  const isMoved = opensRoom(state) && room.status === 'scheduled' && movedFrom !== room.startsAt;
  return {
    ...(refundableUntil !== undefined && { refundableUntil }),
    ...(isMoved && movedFrom !== undefined && { movedFrom }),
  };
}

/** Who reads what was sold, and what it brought. */
export const maySeeSales = (room: Room, actor: Actor): Decision => decideAny(rolesOf(room, actor), 'see_sales');

/** Whether a ticket can be given away now. */
export function mayGiveComp(room: Room, actor: Actor): Decision {
  const permission = decideAny(rolesOf(room, actor), 'give_comp');
  if (!permission.isAllowed) return permission;
  return room.status === 'ended' || room.status === 'canceled' ? refuse('room_already_ended') : allow();
}
