import { type FormEvent, useId, useRef, useState } from 'react';
import type { Api } from '../api/api.ts';
import { newKey } from '../api/http.ts';
import type { Plan as Planned } from '../api/ticket-calls.ts';
import type { SaleWish } from '../api/ticket-types.ts';
import type { Limits, Room } from '../api/types.ts';
import { useDoing } from '../page/doing.ts';
import { hostingHash, roomHash } from '../page/route.ts';
import { ScreenTitle } from '../page/screen-title.tsx';
import { readSale, type TypedSale, type Wrong } from '../page/typed-sale.ts';
import { markOf, Problem } from '../parts/problem.tsx';
import { SaleFields } from '../parts/sale-fields.tsx';
import { sellingWords } from '../parts/selling-words.ts';

type PlanProps = { readonly api: Api; readonly limits: Limits };

/** Plans a room for later, with or without tickets. */
export function Plan({ api, limits }: PlanProps) {
  const [title, setTitle] = useState('');
  const [startsAt, setStartsAt] = useState('');
  const [isSelling, setIsSelling] = useState(false);
  const [typed, setTyped] = useState<TypedSale>({ price: '', quantity: '' });
  const [wrong, setWrong] = useState<WrongPlan>();
  const { isBusy, problem, attempt, planned } = usePlanning(api);
  const id = useId();
  const problemId = `${id}-problem`;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = isSelling ? readSale(typed, limits) : undefined;
    const found = wrongIn(title, startsAt) ?? (read && 'problem' in read ? read : undefined);
    setWrong(found);
    if (found) return;
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
          {...markOf(wrong?.field === 'title', problemId)}
          autoComplete="off"
          disabled={planned !== undefined}
          onChange={(event) => setTitle(event.target.value)}
        />
        <label htmlFor={`${id}-starts`}>When does it start?</label>
        <input
          id={`${id}-starts`}
          type="datetime-local"
          value={startsAt}
          {...markOf(wrong?.field === 'startsAt', problemId)}
          disabled={planned !== undefined}
          onChange={(event) => setStartsAt(event.target.value)}
        />
        <label className="choice">
          <input
            type="checkbox"
            checked={isSelling}
            disabled={planned !== undefined}
            onChange={(event) => setIsSelling(event.target.checked)}
          />
          Listeners need a ticket
        </label>
        {isSelling && <SaleFields {...{ api, limits, typed, problemId }} onChange={setTyped} wrong={wrong?.field} />}
        {planned && (
          <p>
            The room is planned, but its tickets are not on sale yet. <a href={roomHash(planned.id)}>See the room</a> or{' '}
            <a href={hostingHash}>your payouts</a>.
          </p>
        )}
        <Problem id={problemId}>{wrong?.problem ?? problem}</Problem>
        <button type="submit" className="button button-main button-wide" disabled={isBusy}>
          {planned ? 'Try the sale again' : isSelling ? 'Plan it and sell tickets' : 'Plan it'}
        </button>
      </form>
    </div>
  );
}

type WrongPlan = Wrong | { readonly field: 'title' | 'startsAt'; readonly problem: string };

function wrongIn(title: string, startsAt: string): WrongPlan | undefined {
  if (title.trim() === '') return { field: 'title', problem: 'Give the room a title.' };
  return Number.isNaN(Date.parse(startsAt)) ? { field: 'startsAt', problem: 'Say when the room starts.' } : undefined;
}

/** First the room, then its sale; when the sale is refused the room stays, and another try is for the sale alone. */
function usePlanning(api: Api) {
  const [planned, setPlanned] = useState<Room>();
  const doing = useDoing(sellingWords);
  const keyOf = useKeys();
  const attempt = async (plan: Planned, sale: SaleWish | undefined) => {
    let room = planned;
    const isDone = await doing.attempt(async () => {
      room ??= await api.planRoom(plan, keyOf(plan));
      if (sale) await api.setSale(room.id, sale);
    }, 'The room is planned.');
    if (isDone && room) location.hash = roomHash(room.id);
    else if (room) setPlanned(room);
  };
  return { ...doing, attempt, planned };
}

/** One key for one plan: whose answer was lost is made once. What was refused is not kept, so the key serves again. */
function useKeys(): (plan: Planned) => string {
  const last = useRef({ plan: '', key: '' });
  return (wish) => {
    const plan = JSON.stringify(wish);
    if (plan !== last.current.plan) last.current = { plan, key: newKey() };
    return last.current.key;
  };
}
