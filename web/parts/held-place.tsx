import type { Api } from '../api/api.ts';
import type { Ticket } from '../api/ticket-types.ts';
import { useDoing } from '../page/doing.ts';
import { linkOf } from '../page/safe-link.ts';
import { Countdown } from './countdown.tsx';
import { Notice } from './notice.tsx';

type HeldPlaceProps = {
  readonly api: Api;
  readonly ticket: Ticket;
  /** Said instead of how the ticket stands. */
  readonly words: string;
  readonly onChange: () => void;
};

/** A place that is kept while its buyer pays: how long, where to pay, and the way to give it back. */
export function HeldPlace({ api, ticket: { ticket, payment }, words, onChange }: HeldPlaceProps) {
  const { isBusy, problem, attempt } = useDoing();
  const giveBack = async () => {
    await attempt(() => api.cancelTicket(ticket.roomId), 'Your place is given back.');
    onChange();
  };
  const isOpen = payment.status === 'open';
  const link = isOpen ? linkOf(payment.checkoutUrl ?? '') : undefined;
  return (
    <>
      <p role="status">{words}</p>
      {isOpen && ticket.payBy !== undefined && (
        <p>
          Time left to pay: <Countdown until={ticket.payBy} />
        </p>
      )}
      {problem !== '' && <Notice kind="error">{problem}</Notice>}
      <div className="buttons buttons-start">
        {link !== undefined && (
          <a className="button button-main" href={link}>
            Go to payment
          </a>
        )}
        <button type="button" className="button" disabled={isBusy} onClick={() => void giveBack()}>
          Give the place back
        </button>
      </div>
    </>
  );
}
