import { type FormEvent, useId, useRef, useState } from 'react';
import type { Api } from '../api/api.ts';
import { newKey } from '../api/http.ts';
import type { Limits, Room } from '../api/types.ts';
import { useDoing } from '../page/doing.ts';
import { hostingHash, roomHash } from '../page/route.ts';
import { ScreenTitle } from '../page/screen-title.tsx';
import { readSale, type TypedSale } from '../page/typed-sale.ts';
import { Problem } from '../parts/problem.tsx';
import { SaleFields } from '../parts/sale-fields.tsx';
import { sellingWords } from '../parts/selling-words.ts';

type PlanProps = { readonly api: Api; readonly limits: Limits };

/** Plans a room for later, with or without tickets. */
export function Plan({ api, limits }: PlanProps) {
  const [title, setTitle] = useState('');
  const [startsAt, setStartsAt] = useState('');
  const [isSelling, setIsSelling] = useState(false);
  const [typed, setTyped] = useState<TypedSale>({ price: '', quantity: '' });
  const [wrong, setWrong] = useState('');
  const { isBusy, problem, attempt, planned } = usePlanning(api);
  const id = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = isSelling ? readSale(typed, limits) : undefined;
    const found = wrongWith(title, startsAt) || (read && 'problem' in read ? read.problem : '');
    setWrong(found);
    if (found !== '') return;
    const audience = isSelling ? { audience: 'tickets' as const } : {};
    const plan = { title: title.trim(), startsAt: new Date(startsAt).toISOString(), ...audience };
    void attempt(plan, read && 'wish' in read ? read.wish : undefined);
  };
  return (
    <div className="page-narrow">
      <form className="card" onSubmit={submit} noValidate>
        <ScreenTitle tab="Plan a room">Plan a room</ScreenTitle>
        <label htmlFor={`${id}-title`}>What is it called?</label>
        <input
          id={`${id}-title`}
          value={title}
          autoComplete="off"
          disabled={planned !== undefined}
          onChange={(event) => setTitle(event.target.value)}
        />
        <label htmlFor={`${id}-starts`}>When does it start?</label>
        <input
          id={`${id}-starts`}
          type="datetime-local"
          value={startsAt}
          disabled={planned !== undefined}
          onChange={(event) => setStartsAt(event.target.value)}
        />
        <label className="choice">
          <input type="checkbox" checked={isSelling} onChange={(event) => setIsSelling(event.target.checked)} />
          Listeners need a ticket
        </label>
        {isSelling && <SaleFields api={api} limits={limits} typed={typed} onChange={setTyped} />}
        {planned && (
          <p>
            The room is planned, but its tickets are not on sale yet. <a href={roomHash(planned.id)}>See the room</a> or{' '}
            <a href={hostingHash}>your payouts</a>.
          </p>
        )}
        <Problem>{wrong || problem}</Problem>
        <button type="submit" className="button button-main button-wide" disabled={isBusy}>
          {planned ? 'Try the sale again' : isSelling ? 'Plan it and sell tickets' : 'Plan it'}
        </button>
      </form>
    </div>
  );
}

function wrongWith(title: string, startsAt: string): string {
  if (title.trim() === '') return 'Give the room a title.';
  return Number.isNaN(Date.parse(startsAt)) ? 'Say when the room starts.' : '';
}

/** First the room, then its sale; when the sale is refused the room stays, and another try is for the sale alone. */
function usePlanning(api: Api) {
  const [planned, setPlanned] = useState<Room>();
  const doing = useDoing(sellingWords);
  const key = useRef(newKey());
  const attempt = async (plan: Parameters<Api['planRoom']>[0], sale: Parameters<Api['setSale']>[1] | undefined) => {
    let room = planned;
    const isDone = await doing.attempt(async () => {
      room ??= await api.planRoom(plan, key.current);
      if (sale) await api.setSale(room.id, sale);
    }, 'The room is planned.');
    if (isDone && room) location.hash = roomHash(room.id);
    else if (room) setPlanned(room);
    else key.current = newKey();
  };
  return { ...doing, attempt, planned };
}
