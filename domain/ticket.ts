/** The states of a ticket; `tickets.md` of the design has the transitions, which come with the sale. */
export const ticketStates = [
  'held',
  'processing',
  'paid',
  'comp',
  'expired',
  'failed',
  'refund_pending',
  'refunded',
  'refund_failed',
  'disputed',
  'charged_back',
  'revoked',
] as const;
export type TicketState = (typeof ticketStates)[number];

/** Whether a ticket in this state opens the door; asked at every join and every renewal of a grant. */
export function opensRoom(state: TicketState | undefined): boolean {
  return state === 'paid' || state === 'comp';
}
