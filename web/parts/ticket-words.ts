import type { Ticket, TicketState } from '../api/ticket-types.ts';

const words: Readonly<Record<TicketState, string>> = {
  held: 'Your place is kept until you have paid.',
  processing: 'Your payment is on its way. The ticket is yours as soon as it arrives.',
  paid: 'You have a ticket.',
  comp: 'You have a ticket: the host gave it to you.',
  expired: 'The place was not paid for in time and went back.',
  failed: 'The payment did not work, and the place went back.',
  refund_pending: 'Your money is on its way back.',
  refunded: 'Your money was sent back.',
  refund_failed: 'The refund did not work yet. It is being looked at.',
  disputed: 'Your bank disputes the payment. The ticket is not valid meanwhile.',
  charged_back: 'Your bank took the payment back. The ticket is not valid any more.',
  revoked: 'This ticket was taken back. It is not valid any more.',
};

/** How a ticket stands, for whoever it belongs to. */
export function ticketWords({ ticket: { state, isOffered }, payment: { status } }: Ticket): string {
  const kept = isOffered ? 'A ticket came back and is kept for you' : 'Your place is kept';
  if (state === 'held' && status === 'queued') return `${kept}, payment opens in a moment.`;
  return isOffered ? `${kept} until you have paid.` : words[state];
}

const short: Readonly<Record<TicketState, string>> = {
  held: 'Place kept',
  processing: 'Paying',
  paid: 'Paid',
  comp: 'Given',
  expired: 'Not paid',
  failed: 'Payment failed',
  refund_pending: 'Refund on its way',
  refunded: 'Refunded',
  refund_failed: 'Refund failed',
  disputed: 'Disputed',
  charged_back: 'Taken back by the bank',
  revoked: 'Taken back',
};

/** The same in a word or two. */
export const stateWords = (state: TicketState): string => short[state];

export const isValid = (ticket: Ticket | undefined): boolean =>
  ticket?.ticket.state === 'paid' || ticket?.ticket.state === 'comp';

/** Whether another ticket can be bought after this one. */
export const isOpenToBuy = (ticket: Ticket | undefined): boolean =>
  ticket === undefined || ['expired', 'failed', 'refunded', 'revoked'].includes(ticket.ticket.state);
