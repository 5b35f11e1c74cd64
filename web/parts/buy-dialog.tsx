import type { Api } from '../api/api.ts';
import type { Sale } from '../api/ticket-types.ts';
import type { Room } from '../api/types.ts';
import { useDoing } from '../page/doing.ts';
import type { TicketUse } from '../page/use-ticket.ts';
import { Dialog } from './dialog.tsx';
import { HeldPlace } from './held-place.tsx';
import { priceOf } from './price.ts';
import { Problem } from './problem.tsx';
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
  const keep = async () => {
    await attempt(() => api.buyTicket(room.id));
    again();
  };
  const isHeld = ticket?.ticket.state === 'held';
  return (
    <Dialog title={isValid(ticket) ? 'You have a ticket' : 'Buy a ticket'} onClose={onClose}>
      <p className="price-line">
        <span>{room.title}</span> <strong>{priceOf(isHeld ? ticket.ticket.price : sale.price)}</strong>
      </p>
      {isHeld && <HeldPlace api={api} ticket={ticket} words={ticketWords(ticket)} onChange={again} />}
      {ticket && !isHeld && <p>{ticketWords(ticket)}</p>}
      {isOpenToBuy(ticket) && (
        <p>
          A place is kept for you while you pay.
          {room.status === 'scheduled' && ' Until the room starts you can give the ticket back.'}
        </p>
      )}
      <Problem>{problem}</Problem>
      <div className="buttons buttons-start">
        {isOpenToBuy(ticket) && (
          <button type="button" className="button button-main" disabled={isBusy} onClick={() => void keep()}>
            Keep my place
          </button>
        )}
        <button type="button" className="button" onClick={onClose}>
          Close
        </button>
      </div>
    </Dialog>
  );
}
