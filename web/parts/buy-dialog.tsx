import type { Api } from '../api/api.ts';
import type { Sale, Ticket } from '../api/ticket-types.ts';
import type { Room } from '../api/types.ts';
import { useDoing } from '../page/doing.ts';
import { linkOf } from '../page/safe-link.ts';
import type { TicketUse } from '../page/use-ticket.ts';
import { Countdown } from './countdown.tsx';
import { Dialog } from './dialog.tsx';
import { priceOf } from './price.ts';
import { isOpenToBuy, isValid, ticketWords } from './ticket-words.ts';

type BuyDialogProps = {
  readonly api: Api;
  readonly room: Room;
  readonly sale: Sale;
  readonly use: TicketUse;
  readonly onClose: () => void;
};

/** Keeps a place, waits for its payment to open, and leads there before the time is over. */
export function BuyDialog({ api, room, sale, use: { ticket, again }, onClose }: BuyDialogProps) {
  const { isBusy, problem, attempt } = useDoing();
  const act = async (call: (roomId: string) => Promise<unknown>, done: string) => {
    await attempt(() => call(room.id), done);
    again();
  };
  const isHeld = ticket?.ticket.state === 'held';
  return (
    <Dialog title={isValid(ticket) ? 'You have a ticket' : 'Buy a ticket'} onClose={onClose}>
      <p className="price-line">
        <span>{room.title}</span> <strong>{priceOf(isHeld ? ticket.ticket.price : sale.price)}</strong>
      </p>
      {problem !== '' && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      {isOpenToBuy(ticket) && (
        <p>A place is kept for you while you pay. Until the room starts you can give the ticket back.</p>
      )}
      {ticket && !isOpenToBuy(ticket) && <Standing ticket={ticket} />}
      <div className="buttons">
        <button type="button" className="button" onClick={onClose}>
          Close
        </button>
        {isHeld && (
          <button
            type="button"
            className="button"
            disabled={isBusy}
            onClick={() => void act(api.cancelTicket, 'Your place is given back.')}
          >
            Give the place back
          </button>
        )}
        {isHeld && <PayLink ticket={ticket} />}
        {isOpenToBuy(ticket) && (
          <button
            type="button"
            className="button button-main"
            disabled={isBusy}
            onClick={() => void act(api.buyTicket, 'Your place is kept.')}
          >
            Keep my place
          </button>
        )}
      </div>
    </Dialog>
  );
}

function Standing({ ticket }: { readonly ticket: Ticket }) {
  const { payBy, state } = ticket.ticket;
  const isOpen = state === 'held' && ticket.payment.status === 'open';
  return (
    <>
      <p role="status">{ticketWords(ticket)}</p>
      {isOpen && payBy !== undefined && (
        <p>
          Time left to pay: <Countdown until={payBy} />
        </p>
      )}
    </>
  );
}

/** To the payment service's own page; nothing while it is not open yet. */
export function PayLink({ ticket: { payment } }: { readonly ticket: Ticket }) {
  const link = payment.status === 'open' ? linkOf(payment.checkoutUrl ?? '') : undefined;
  if (link === undefined) return null;
  return (
    <a className="button button-main" href={link}>
      Go to payment
    </a>
  );
}
