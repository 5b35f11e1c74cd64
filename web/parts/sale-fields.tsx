import { useEffect, useId, useState } from 'react';
import type { Api } from '../api/api.ts';
import type { Split } from '../api/ticket-types.ts';
import type { Limits } from '../api/types.ts';
import { readPrice, type TypedSale } from '../page/typed-sale.ts';
import { priceOf } from './price.ts';
import { markOf, Problem } from './problem.tsx';
import { sellingWords } from './selling-words.ts';

type SaleFieldsProps = {
  readonly api: Api;
  readonly limits: Limits;
  readonly typed: TypedSale;
  readonly onChange: (typed: TypedSale) => void;
  /** Which field is wrong, if one is, and the id of the words that say why. */
  readonly wrong: string | undefined;
  readonly problemId: string;
};

/** Price and number of tickets, and what one of them would bring. */
export function SaleFields({ api, limits, typed, onChange, wrong, problemId }: SaleFieldsProps) {
  const id = useId();
  const wrongWith = (field: keyof TypedSale) => markOf(wrong === field, problemId);
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
            {...wrongWith('price')}
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
            {...wrongWith('quantity')}
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
  return (
    <>
      <Problem>{found?.problem}</Problem>
      {!found && <p className="quiet">Counting…</p>}
      {found?.split && <Brings split={found.split} />}
    </>
  );
}

function Brings({ split: { price, paymentFee, platformShare, hostNet } }: { readonly split: Split }) {
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
          <dd>{priceOf({ ...price, amount: minor })}</dd>
        </div>
      ))}
    </dl>
  );
}
