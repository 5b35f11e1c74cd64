/** What undoes a ticket that was paid: refunds, removals, and what banks and the operator do at the payment service. */

import { chargeBackLines, type Lines, refundLines, strayRefundLines } from './ledger.ts';
import { potOf, type StoredRefund } from './refund.ts';
import { entryOf, type RefundReason, type Settlement } from './settlement.ts';
import { nextTicket, opensRoom, type Ticket, type TicketState } from './ticket.ts';

/**
 * A paid ticket's money goes back: by cancellation, a refund before the start, or a ban; also one that was taken away first, when
 * whoever did that thinks better of it. Its place is sold again while the sale is open.
 */
export function refundTicket(
  ticket: Ticket,
  reason: RefundReason,
  isSaleOpen: boolean,
  now: number,
): Settlement | undefined {
  const { order, part, roomId, userId } = ticket;
  const isHeld = ticket.state === 'paid' || (reason === 'banned' && ofTheBanned.includes(ticket.state));
  if (!isHeld || order.paymentIntentId === undefined) return undefined;
  const isGivenBack = isSaleOpen && part !== undefined;
  const after = nextTicket(ticket, { state: 'refund_pending' }, now, isGivenBack ? 'given_back' : 'kept');
  const { id: orderId, paymentIntentId, price: amount, fee = 0 } = order;
  return {
    after,
    place: isGivenBack ? 1 : 0,
    refund: { paymentIntentId, orderId, roomId, userId, amount, fee, reason, isStray: false },
  };
}

/** What a bank disputes can go back only once that is decided: until then the refund has failed. */
const ofTheBanned: readonly TicketState[] = ['revoked', 'disputed'];

/** `isPaidOut`: what the room brought is the host's already. */
type RoomCase = { readonly isSaleOpen: boolean; readonly isPaidOut: boolean; readonly now: number };

/** The whole payment was sent back by hand, at the payment service itself: the ticket follows. */
export function refundedOutside(
  ticket: Ticket,
  paymentIntentId: string,
  { isSaleOpen, isPaidOut, now }: RoomCase,
): Settlement | undefined {
  const { order, part, state } = ticket;
  // What a bank only inquires about can be sent back.
  const isHeld = state === 'paid' || state === 'revoked' || state === 'disputed';
  if (!isHeld || order.paymentIntentId !== paymentIntentId) return undefined;
  const isGivenBack = isSaleOpen && part !== undefined;
  const after = nextTicket(ticket, { state: 'refunded' }, now, isGivenBack ? 'given_back' : 'kept');
  const entry = entryOf(
    after,
    'refund',
    refundLines(order.price.amount, order.fee ?? 0, isPaidOut ? 'lost' : 'escrow'),
  );
  return { after, place: isGivenBack ? 1 : 0, entry };
}

/** Who is put out for good loses the ticket; nothing is paid back, and the place is not sold again. */
export function revokeTicket(ticket: Ticket, now: number): Settlement | undefined {
  const { state, order } = ticket;
  if (state === 'disputed')
    return { after: nextTicket(ticket, { state: 'revoked', order: { ...order, isDisputed: true } }, now), place: 0 };
  return opensRoom(state) ? { after: nextTicket(ticket, { state: 'revoked' }, now), place: 0 } : undefined;
}

/**
 * The same ticket in a new version, when its payment may be on its way: whoever settles that at this moment has read of no ban,
 * and must look again.
 */
export function unsettled(ticket: Ticket, now: number): Settlement | undefined {
  return payable.includes(ticket.state) ? { after: nextTicket(ticket, {}, now), place: 0 } : undefined;
}
const payable: readonly TicketState[] = ['held', 'processing', 'expired', 'failed'];

/** How a bank's dispute of a payment stands. */
export type DisputeState = 'open' | 'won' | 'lost';
export type DisputeCase = {
  readonly isPaidOut: boolean;
  readonly isCanceled: boolean;
  /** Of a payment that is on its way back, or could not be sent back because of the dispute. */
  readonly refund: StoredRefund | undefined;
  readonly now: number;
};

/** A disputed ticket opens no door; won it does again, lost the money is gone. News of one dispute come in any order. */
export function settleDispute(ticket: Ticket, state: DisputeState, at: DisputeCase): Settlement | undefined {
  const { isCanceled, now } = at;
  if (ticket.state === 'revoked' && state !== 'lost') return noteDispute(ticket, state === 'open', now);
  if (ticket.state === 'paid' && state === 'open')
    return { after: nextTicket(ticket, { state: 'disputed' }, now), place: 0 };
  if (ticket.state === 'disputed' && state === 'won') {
    const paid = nextTicket(ticket, { state: 'paid' }, now);
    // The room was canceled meanwhile: everybody else has their money back.
    return (isCanceled && refundTicket(paid, 'room_canceled', false, now)) || { after: paid, place: 0 };
  }
  if (!losable.includes(ticket.state) || state !== 'lost') return undefined;
  const after = nextTicket(ticket, { state: 'charged_back' }, now);
  return { after, place: 0, entry: entryOf(after, 'charge_back', lostLines(ticket, at)) };
}

/** A ticket that opened no door before keeps its state, and its money is disputed all the same. */
function noteDispute(ticket: Ticket, isOpen: boolean, now: number): Settlement | undefined {
  const { isDisputed = false, ...order } = ticket.order;
  if (isDisputed === isOpen) return undefined;
  return { after: nextTicket(ticket, { order: isOpen ? { ...order, isDisputed: true } : order }, now), place: 0 };
}

/** Whether somebody may still get its money back: until that is decided the host is not paid. */
export const isUndecided = ({ state, order }: Ticket): boolean =>
  state === 'disputed' || state === 'refund_pending' || (state === 'revoked' && order.isDisputed === true);

/** A payment the bank disputes cannot be sent back any more: a refund that is pending will fail, and the bank has the money. */
const losable: readonly TicketState[] = ['paid', 'disputed', 'refund_pending', 'refund_failed', 'revoked'];

function lostLines({ order }: Ticket, { isPaidOut, refund }: DisputeCase): Lines {
  const { price, fee = 0 } = order;
  // It was to go back at once, and never booked as a purchase.
  if (refund?.isStray) return strayRefundLines(fee);
  const held = refund ? potOf(refund) : 'escrow';
  return chargeBackLines(price.amount, fee, held === 'escrow' && isPaidOut ? 'lost' : held);
}
