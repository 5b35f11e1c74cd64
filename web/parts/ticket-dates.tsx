import type { Ticket } from '../api/ticket-types.ts';
import { dayOf } from './count.ts';

type TicketDatesProps = { readonly ticket: Ticket; readonly startsAt: string | undefined };

/** That the room was moved since the ticket was bought, and until when it can be given back. */
export function TicketDates({ ticket: { ticket }, startsAt }: TicketDatesProps) {
  const { movedFrom, refundableUntil } = ticket;
  if (movedFrom !== undefined && startsAt !== undefined)
    return (
      <p>
        The room was moved from {dayOf(movedFrom)} to <strong>{dayOf(startsAt)}</strong>. Your ticket stays good
        {refundableUntil !== undefined && ', and you can give it back until then'}.
      </p>
    );
  return refundableUntil === undefined ? null : (
    <p className="quiet">You can give it back until {dayOf(refundableUntil)}.</p>
  );
}
