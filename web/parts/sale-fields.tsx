import { useEffect, useId, useState } from 'react';
import type { Api } from '../api/api.ts';
import type { Split } from '../api/ticket-types.ts';
import type { Limits } from '../api/types.ts';
import { readPrice, type TypedSale } from '../page/typed-sale.ts';
import { priceOf } from './price.ts';
import { sellingWords } from './selling-words.ts';

type SaleFieldsProps = {
  readonly api: Api;
  readonly limits: Limits;
  readonly typed: TypedSale;
  readonly onChange: (typed: TypedSale) => void;
};

/** Price and number of tickets, and what one of them would bring. */
export function SaleFields({ api, limits, typed, onChange }: SaleFieldsProps) {
  const id = useId();
  const price = readPrice(typed, limits);
  return (
    <>
      <div className="sale-fields">
        <div>
          <label htmlFor={`${id}-price`}>Price in {limits.ticketCurrency.toUpperCase()}</label>
          <input
            id={`${id}-price`}
            inputMode="decimal"
            autoComplete="off"
            value={typed.price}
            onChange={(event) => onChange({ ...typed, price: event.target.value })}
          />
        </div>
        <div>
          <label htmlFor={`${id}-quantity`}>Number of tickets</label>
          <input
            id={`${id}-quantity`}
            inputMode="numeric"
            autoComplete="off"
            value={typed.quantity}
            onChange={(event) => onChange({ ...typed, quantity: event.target.value })}
          />
        </div>
      </div>
      {price && <Preview api={api} amount={price.amount} currency={price.currency} />}
    </>
  );
}

/** Asked for when somebody has stopped typing. */
const pauseMilliseconds = 300;

type PreviewProps = { readonly api: Api; readonly amount: number; readonly currency: string };

function Preview({ api, amount, currency }: PreviewProps) {
  const [found, setFound] = useState<{ readonly split?: Split; readonly problem?: string }>();
  useEffect(() => {
    let isGone = false;
    const ask = () =>
      api.previewSale(amount, currency).then(
        (split) => isGone || setFound({ split }),
        (error: unknown) => isGone || setFound({ problem: sellingWords(error) }),
      );
    const timer = setTimeout(ask, pauseMilliseconds);
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [api, amount, currency]);
  if (found?.problem !== undefined) return <p className="problem">{found.problem}</p>;
  if (!found?.split) return <p className="quiet">Counting…</p>;
  const { price, paymentFee, platformShare, hostNet } = found.split;
  const rows = [
    ['A buyer pays', price.amount],
    ['Payment fee', -paymentFee],
    ['Platform’s share', -platformShare],
    ['You get', hostNet],
  ] as const;
  return (
    <dl className="sums" aria-label="What one ticket brings">
      {rows.map(([label, minor]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{priceOf({ amount: minor, currency })}</dd>
        </div>
      ))}
    </dl>
  );
}
