import { useState } from 'react';
import type { Api } from '../api/api.ts';
import type { Sale } from '../api/ticket-types.ts';
import type { Room } from '../api/types.ts';
import { useAnnounced } from '../page/use-announced.ts';
import { type TicketUse, useTicket } from '../page/use-ticket.ts';
import { BuyDialog } from './buy-dialog.tsx';
import { countOf } from './count.ts';
import { HeldPlace } from './held-place.tsx';
import { Notice } from './notice.tsx';
import { priceOf } from './price.ts';
import { RefundButton } from './refund-button.tsx';
import { TicketDates } from './ticket-dates.tsx';
import { isOpenToBuy, isValid, ticketWords } from './ticket-words.ts';
import { WaitingList } from './waiting-list.tsx';

type TicketPanelProps = {
  readonly api: Api;
  readonly room: Room;
  /** The reader is on the way back from a payment. */
  readonly isBack: boolean;
  /** Into the room, once it is live. */
  readonly onEnter: () => void;
};

/** What a ticket for the room costs, and the reader's own one. */
export function TicketPanel({ api, room, isBack, onEnter }: TicketPanelProps) {
  const [isBuying, setIsBuying] = useState(false);
  const use = useTicket(api, room.id, isBack);
  const { sale, ticket, isRead, problem, again } = use;
  const isLive = room.status === 'live';
  const canBuy = isRead && isOpenToBuy(ticket) && sale?.status === 'open';
  const isHeld = ticket?.ticket.state === 'held';
  const words = panelWords(use, isBack);
  // Who comes back from a payment hears at once what became of it.
  useAnnounced(isRead ? words : isBack ? '' : undefined);
  return (
    <section className="card ticket" aria-labelledby="ticket">
      <h2 id="ticket">{isOpenToBuy(ticket) ? 'Listeners need a ticket' : 'Your ticket'}</h2>
      {problem !== '' && <Notice kind="error">{problem}</Notice>}
      {!isRead && problem === '' && <p className="quiet">Looking for tickets…</p>}
      {isRead && <Price room={room} sale={sale} isOpen={isOpenToBuy(ticket)} />}
      {isHeld && <HeldPlace api={api} ticket={ticket} words={words} onChange={again} />}
      {ticket && !isHeld && <p>{words}</p>}
      {isRead && isOpenToBuy(ticket) && sale?.status !== 'open' && <p>{closedWords(sale)}</p>}
      {ticket && <TicketDates ticket={ticket} startsAt={room.startsAt} />}
      {isRead && isOpenToBuy(ticket) && sale?.status === 'sold_out' && (
        <WaitingList api={api} roomId={room.id} onCalled={again} />
      )}
      <div className="buttons buttons-start">
        {canBuy && (
          <button type="button" className="button button-main" onClick={() => setIsBuying(true)}>
            Buy a ticket
          </button>
        )}
        {isValid(ticket) && isLive && (
          <button type="button" className="button button-main" onClick={onEnter}>
            Enter the room
          </button>
        )}
        {ticket?.ticket.refundableUntil !== undefined && <RefundButton api={api} roomId={room.id} onDone={again} />}
      </div>
      {isBuying && sale && <BuyDialog api={api} room={room} sale={sale} use={use} onClose={() => setIsBuying(false)} />}
    </section>
  );
}

type PriceProps = { readonly room: Room; readonly sale: Sale | undefined; readonly isOpen: boolean };

/** What is left is said to whoever can still buy. */
function Price({ room, sale, isOpen }: PriceProps) {
  const price = sale?.price ?? room.ticketPrice;
  if (!price) return null;
  return (
    <p>
      <strong className="price">{priceOf(price)}</strong>{' '}
      {isOpen && sale?.status === 'open' && <span className="quiet">{countOf(sale.available, 'ticket')} left</span>}
    </p>
  );
}

function panelWords({ ticket, isLooking }: TicketUse, isBack: boolean): string {
  if (!ticket) return '';
  if (!isBack || ticket.payment.status !== 'open') return ticketWords(ticket);
  return isLooking
    ? 'Looking for your payment… If you have not paid yet, your place is still kept.'
    : 'No payment was found yet. If you have paid, it shows here when it arrives. Your place is still kept.';
}

function closedWords(sale: Sale | undefined): string {
  if (!sale) return 'No tickets are sold for this room yet.';
  return sale.status === 'sold_out'
    ? 'All tickets are taken. One may come back: while others still pay, or when somebody gives theirs back.'
    : 'Tickets are not sold any more.';
}
