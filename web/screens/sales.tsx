import { useCallback, useState } from 'react';
import type { Api } from '../api/api.ts';
import { wordsFor } from '../api/http.ts';
import type { Sales as SalesView, Sold } from '../api/ticket-types.ts';
import { usePolled } from '../page/polled.ts';
import { roomHash } from '../page/route.ts';
import { ScreenTitle } from '../page/screen-title.tsx';
import { nameOf, usePerson } from '../page/use-person.ts';
import { useRoomFacts } from '../page/use-room-facts.ts';
import { dayOf } from '../parts/count.ts';
import { GiveTicket } from '../parts/give-ticket.tsx';
import { Notice } from '../parts/notice.tsx';
import { priceOf } from '../parts/price.ts';
import { SaleWords } from '../parts/sale-card.tsx';
import { stateWords } from '../parts/ticket-words.ts';

const pageSize = 20;
/** The API's own limit of one answer. */
const mostAtOnce = 100;

/**
 * The sums, and so many of the newest tickets. All are read each time: new ones push others further down, and how an older one
 * stands changes too.
 */
async function readBook(api: Api, roomId: string, wanted: number): Promise<SalesView> {
  let book = await api.sales(roomId, Math.min(wanted, mostAtOnce));
  while (book.nextCursor !== undefined && book.data.length < wanted) {
    const rest = Math.min(wanted - book.data.length, mostAtOnce);
    const older = await api.sales(roomId, rest, book.nextCursor);
    book = { ...older, data: [...book.data, ...older.data] };
  }
  return book;
}

type SalesProps = { readonly api: Api; readonly roomId: string };

/** A host's book of one room: what was sold, what it brought, and when it is paid out. */
export function Sales({ api, roomId }: SalesProps) {
  const [wanted, setWanted] = useState(pageSize);
  const { value, error, again } = usePolled(
    useCallback(() => readBook(api, roomId, wanted), [api, roomId, wanted]),
    10,
  );
  const { room, problem } = useRoomFacts(api, roomId);
  const isReading = value !== undefined && value.nextCursor !== undefined && value.data.length < wanted;
  return (
    <div className="page-narrow">
      <ScreenTitle tab="Sales">Sales</ScreenTitle>
      <p>
        <a href={roomHash(roomId)}>{room?.title ?? 'The room'}</a>
      </p>
      {problem !== '' && <Notice kind="hint">What the room is called cannot be shown. {problem}</Notice>}
      {!value && error === undefined && <p className="quiet">Reading…</p>}
      {!value && error !== undefined && <Notice kind="error">{wordsFor(error)}</Notice>}
      {value && <Sums sales={value} />}
      {value && (
        <Book
          api={api}
          sales={value}
          isBusy={isReading && error === undefined}
          problem={isReading && error !== undefined ? wordsFor(error) : ''}
          onMore={() => (isReading ? again() : setWanted(wanted + pageSize))}
        />
      )}
      {value?.status === 'open' && <GiveTicket api={api} roomId={roomId} onGiven={again} />}
    </div>
  );
}

function Sums({ sales }: { readonly sales: SalesView }) {
  const { price, collected, fees, held, hostShare, payout } = sales;
  const money = (amount: number) => priceOf({ amount, currency: price.currency });
  const rows = [
    ['Collected from buyers', collected],
    ['Payment fees', fees],
    ['Held until you are paid', held],
    ['Paid to you', hostShare],
  ] as const;
  return (
    <section className="card" aria-labelledby="sums">
      <h2 id="sums">So far</h2>
      <SaleWords sale={sales} />
      <dl className="sums">
        {rows.map(([label, amount]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{money(amount)}</dd>
          </div>
        ))}
      </dl>
      <p className="quiet">{payoutWords(payout)}</p>
    </section>
  );
}

function payoutWords({ state, at }: SalesView['payout']): string {
  const when = at === undefined ? '' : dayOf(at);
  if (state === 'planned') return `You are paid on ${when}.`;
  if (state === 'pending') return 'Your payout is on its way to the payment service.';
  if (state === 'sent') return `Your payout was sent${when && ` on ${when}`}.`;
  return 'You are paid some days after the room took place.';
}

type BookProps = {
  readonly api: Api;
  readonly sales: SalesView;
  readonly isBusy: boolean;
  readonly problem: string;
  readonly onMore: () => void;
};

/** The tickets, newest first, as far as they were asked for. */
function Book({ api, sales, isBusy, problem, onMore }: BookProps) {
  return (
    <section className="card" aria-labelledby="book">
      <h2 id="book">Tickets</h2>
      {sales.data.length === 0 && <p>Nobody has bought one yet.</p>}
      <ul className="rows">
        {sales.data.map((sold) => (
          <SoldRow key={sold.id} api={api} sold={sold} />
        ))}
      </ul>
      {problem !== '' && <Notice kind="error">{problem}</Notice>}
      {sales.nextCursor !== undefined && (
        <button type="button" className="button" disabled={isBusy} onClick={onMore}>
          Show more
        </button>
      )}
    </section>
  );
}

function SoldRow({ api, sold }: { readonly api: Api; readonly sold: Sold }) {
  const person = usePerson(api, sold.userId, undefined);
  return (
    <li className="row">
      <span className="row-words">
        <span className="row-name">{nameOf(person)}</span>
        <span className="quiet">{dayOf(sold.paidAt ?? sold.heldAt)}</span>
      </span>
      <span>{sold.state === 'comp' ? 'Free' : priceOf(sold.price)}</span>
      <span className="badge">{stateWords(sold.state)}</span>
    </li>
  );
}
