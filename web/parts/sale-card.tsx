import { useCallback, useState } from 'react';
import type { Api } from '../api/api.ts';
import { wordsFor } from '../api/http.ts';
import type { Sale } from '../api/ticket-types.ts';
import type { Limits, Room } from '../api/types.ts';
import { usePolled } from '../page/polled.ts';
import { hostingHash, salesHash } from '../page/route.ts';
import { countOf } from './count.ts';
import { Notice } from './notice.tsx';
import { priceOf } from './price.ts';
import { SaleForm } from './sale-form.tsx';

type SaleCardProps = { readonly api: Api; readonly limits: Limits; readonly room: Room };

/** The host's side of a planned room's tickets. */
export function SaleCard({ api, limits, room }: SaleCardProps) {
  const { id: roomId } = room;
  const [isOpen, setIsOpen] = useState(false);
  const { value, error, again } = usePolled(
    useCallback(async () => ({ sale: await api.sale(roomId) }), [api, roomId]),
    10,
  );
  const sale = value?.sale;
  const done = () => {
    setIsOpen(false);
    again();
  };
  return (
    <section className="card" aria-labelledby="sale">
      <h2 id="sale">Tickets</h2>
      {!value && error !== undefined && <Notice kind="error">{wordsFor(error)}</Notice>}
      {sale ? <SaleWords sale={sale} /> : value && <p>{freeWords(room)}</p>}
      {value && (
        <div className="buttons buttons-start">
          {sale && (
            <a className="button" href={salesHash(roomId)}>
              See what was sold
            </a>
          )}
          <button type="button" className="button" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
            {sale ? 'Change price or number' : 'Sell tickets'}
          </button>
          {!sale && (
            <a className="button button-quiet" href={hostingHash}>
              Payouts
            </a>
          )}
        </div>
      )}
      {isOpen && <SaleForm api={api} limits={limits} roomId={roomId} sale={sale} onDone={done} />}
    </section>
  );
}

const freeWords = ({ audience }: Room): string =>
  audience === 'tickets'
    ? 'Listeners need a ticket, and none are on sale yet.'
    : 'No ticket is needed. You can sell tickets until the room starts.';

/** What is on sale, in one line. */
export function SaleWords({ sale }: { readonly sale: Sale }) {
  const { price, quantity, available, status } = sale;
  const left = { open: `${available} left`, sold_out: 'sold out', closed: 'sale closed', canceled: 'sale canceled' };
  return (
    <p>
      <strong className="price">{priceOf(price)}</strong>{' '}
      <span className="quiet">
        {countOf(quantity, 'ticket')} · {left[status]}
      </span>
    </p>
  );
}
