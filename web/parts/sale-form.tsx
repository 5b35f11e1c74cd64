import { type FormEvent, useId, useState } from 'react';
import type { Api } from '../api/api.ts';
import type { Sale } from '../api/ticket-types.ts';
import type { Limits } from '../api/types.ts';
import { useDoing } from '../page/doing.ts';
import { readSale, type TypedSale, type Wrong } from '../page/typed-sale.ts';
import { typedPrice } from './price.ts';
import { Problem } from './problem.tsx';
import { SaleFields } from './sale-fields.tsx';
import { sellingWords } from './selling-words.ts';

type SaleFormProps = {
  readonly api: Api;
  readonly limits: Limits;
  readonly roomId: string;
  /** What is on sale already. */
  readonly sale: Sale | undefined;
  readonly onDone: () => void;
};

/** Puts a planned room's tickets on sale, or changes price and number. */
export function SaleForm({ api, limits, roomId, sale, onDone }: SaleFormProps) {
  const [typed, setTyped] = useState<TypedSale>(
    sale ? { price: typedPrice(sale.price), quantity: String(sale.quantity) } : { price: '', quantity: '' },
  );
  const [wrong, setWrong] = useState<Wrong>();
  const { isBusy, problem, attempt } = useDoing(sellingWords);
  const problemId = useId();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const read = readSale(typed, limits);
    setWrong('problem' in read ? read : undefined);
    if ('wish' in read && (await attempt(() => api.setSale(roomId, read.wish), 'The tickets are on sale.'))) onDone();
  };
  return (
    <form onSubmit={submit} noValidate>
      <SaleFields {...{ api, limits, typed, problemId }} onChange={setTyped} wrong={wrong?.field} />
      <Problem id={problemId}>{wrong?.problem ?? problem}</Problem>
      <button type="submit" className="button button-main button-wide" disabled={isBusy}>
        {sale ? 'Change the sale' : 'Put tickets on sale'}
      </button>
    </form>
  );
}
