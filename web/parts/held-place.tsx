import type { Api } from '../api/api.ts';
import type { Ticket } from '../api/ticket-types.ts';
import { useDoing } from '../page/doing.ts';
import { linkOf } from '../page/safe-link.ts';
import { useAnnounced } from '../page/use-announced.ts';
import { Countdown, useSecondsLeft } from './countdown.tsx';
import { Notice } from './notice.tsx';

type HeldPlaceProps = {
  readonly api: Api;
  readonly ticket: Ticket;
  /** Said instead of how the ticket stands. */
  readonly words: string;
  readonly onChange: () => void;
};

const lateWords = 'The time to pay is over. The place goes back, unless your payment arrived in time.';

/** A place that is kept while its buyer pays: how long, where to pay, and the way to give it back. */
export function HeldPlace({ api, ticket: { ticket, payment }, words, onChange }: HeldPlaceProps) {
  const { isBusy, problem, attempt } = useDoing();
  const giveBack = async () => {
    await attempt(() => api.cancelTicket(ticket.roomId), 'Your place is given back.');
    onChange();
  };
  const isOpen = payment.status === 'open';
  const left = useSecondsLeft(isOpen ? ticket.payBy : undefined);
  const isLate = left === 0;
  useAnnounced(isLate ? lateWords : '');
  const link = isOpen && !isLate ? linkOf(payment.checkoutUrl ?? '') : undefined;
  return (
    <>
      <p>{isLate ? lateWords : words}</p>
      {left !== undefined && !isLate && (
        <p>
          Time left to pay: <Countdown left={left} />
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
