import { useCallback, useEffect, useState } from 'react';
import type { Api } from '../api/api.ts';
import { wordsFor } from '../api/http.ts';
import type { Sales as SalesView, Sold } from '../api/ticket-types.ts';
import { useDoing } from '../page/doing.ts';
import { usePolled } from '../page/polled.ts';
import { roomHash } from '../page/route.ts';
import { ScreenTitle } from '../page/screen-title.tsx';
import { nameOf, usePerson } from '../page/use-person.ts';
import { dayOf } from '../parts/count.ts';
import { GiveTicket } from '../parts/give-ticket.tsx';
import { Notice } from '../parts/notice.tsx';
import { priceOf } from '../parts/price.ts';
import { SaleWords } from '../parts/sale-card.tsx';
import { stateWords } from '../parts/ticket-words.ts';

type SalesProps = { readonly api: Api; readonly roomId: string };

/** A host's book of one room: what was sold, what it brought, and when it is paid out. */
export function Sales({ api, roomId }: SalesProps) {
  const { value, error, again } = usePolled(
    useCallback(() => api.sales(roomId), [api, roomId]),
    10,
  );
  const [title, setTitle] = useState('');
  useEffect(() => {
    api.room(roomId).then(
      (room) => setTitle(room.title),
      () => undefined,
    );
  }, [api, roomId]);
  return (
    <div className="page-narrow">
      <ScreenTitle tab="Sales">Sales</ScreenTitle>
      <p>
        <a href={roomHash(roomId)}>{title || 'The room'}</a>
      </p>
      {!value && error === undefined && <p className="quiet">Reading…</p>}
      {!value && error !== undefined && <Notice kind="error">{wordsFor(error)}</Notice>}
      {value && <Sums sales={value} />}
      {value && <Book key={roomId} api={api} roomId={roomId} first={value} />}
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

type BookProps = SalesProps & { readonly first: SalesView };

/** The newest tickets as they are read again and again, and older ones as far as they were asked for. */
function Book({ api, roomId, first }: BookProps) {
  const [older, setOlder] = useState<{ readonly data: readonly Sold[]; readonly nextCursor?: string }>();
  const { isBusy, problem, attempt } = useDoing();
  const { nextCursor } = older ?? first;
  const known = new Set(first.data.map(({ id }) => id));
  const shown = [...first.data, ...(older?.data ?? []).filter(({ id }) => !known.has(id))];
  const more = () =>
    attempt(async () => {
      const page = await api.sales(roomId, nextCursor);
      const next = page.nextCursor === undefined ? {} : { nextCursor: page.nextCursor };
      setOlder({ data: [...(older?.data ?? []), ...page.data], ...next });
    });
  return (
    <section className="card" aria-labelledby="book">
      <h2 id="book">Tickets</h2>
      {shown.length === 0 && <p>Nobody has bought one yet.</p>}
      <ul className="rows">
        {shown.map((sold) => (
          <SoldRow key={sold.id} api={api} sold={sold} />
        ))}
      </ul>
      {problem !== '' && <Notice kind="error">{problem}</Notice>}
      {nextCursor !== undefined && (
        <button type="button" className="button" disabled={isBusy} onClick={() => void more()}>
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
