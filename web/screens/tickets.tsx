import { useCallback } from 'react';
import type { Api } from '../api/api.ts';
import { wordsFor } from '../api/http.ts';
import type { Ticket } from '../api/ticket-types.ts';
import { usePolled } from '../page/polled.ts';
import { roomHash } from '../page/route.ts';
import { ScreenTitle } from '../page/screen-title.tsx';
import { useAnnounced } from '../page/use-announced.ts';
import { useRoomFacts } from '../page/use-room-facts.ts';
import { dayOf } from '../parts/count.ts';
import { HeldPlace } from '../parts/held-place.tsx';
import { Notice } from '../parts/notice.tsx';
import { priceOf } from '../parts/price.ts';
import { RefundButton } from '../parts/refund-button.tsx';
import { TicketDates } from '../parts/ticket-dates.tsx';
import { stateWords, ticketWords } from '../parts/ticket-words.ts';

/** One's own tickets, newest first. */
export function Tickets({ api }: { readonly api: Api }) {
  const { value, error, again } = usePolled(
    useCallback(() => api.myTickets(), [api]),
    5,
  );
  return (
    <div className="page-narrow">
      <ScreenTitle tab="Your tickets">Your tickets</ScreenTitle>
      {!value && error === undefined && <p className="quiet">Reading…</p>}
      {!value && error !== undefined && <Notice kind="error">{wordsFor(error)}</Notice>}
      {value?.length === 0 && <p>You have not bought a ticket yet.</p>}
      {value?.map((ticket) => (
        <TicketCard key={ticket.ticket.id} api={api} ticket={ticket} onChange={again} />
      ))}
    </div>
  );
}

type TicketCardProps = { readonly api: Api; readonly ticket: Ticket; readonly onChange: () => void };

function TicketCard({ api, ticket, onChange }: TicketCardProps) {
  const { id, roomId, state, price, refundableUntil } = ticket.ticket;
  const { room, problem } = useRoomFacts(api, roomId);
  useAnnounced(ticketWords(ticket));
  return (
    <article className="card" aria-labelledby={id}>
      <div className="entry-head">
        <h2 id={id}>
          <a href={roomHash(roomId)}>{room?.title ?? 'A room'}</a>
        </h2>
        <span className="badge">{stateWords(state)}</span>
      </div>
      <p className="quiet">
        {state === 'comp' ? 'Free' : priceOf(price)}
        {room?.startsAt && ` · ${dayOf(room.startsAt)}`}
      </p>
      {problem !== '' && <Notice kind="hint">What is known of the room cannot be shown. {problem}</Notice>}
      {state === 'held' ? (
        <HeldPlace api={api} ticket={ticket} words={ticketWords(ticket)} onChange={onChange} />
      ) : (
        <p>{ticketWords(ticket)}</p>
      )}
      <TicketDates ticket={ticket} startsAt={room?.startsAt} />
      {refundableUntil !== undefined && (
        <div className="buttons buttons-start">
          <RefundButton api={api} roomId={roomId} onDone={onChange} />
        </div>
      )}
    </article>
  );
}
