import { type FormEvent, useId, useState } from 'react';
import type { Api } from '../api/api.ts';
import { useDoing } from '../page/doing.ts';
import { Problem } from './problem.tsx';

type GiveTicketProps = { readonly api: Api; readonly roomId: string; readonly onGiven: () => void };

/** The host gives one of the places away. */
export function GiveTicket({ api, roomId, onGiven }: GiveTicketProps) {
  const [handle, setHandle] = useState('');
  const { isBusy, problem, attempt } = useDoing();
  const id = useId();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const name = handle.trim().replace(/^@/, '');
    const give = async () => api.giveTicket(roomId, (await api.personByHandle(name)).id);
    if (name !== '' && (await attempt(give, `@${name} has a ticket.`))) {
      setHandle('');
      onGiven();
    }
  };
  return (
    <form className="card" onSubmit={submit}>
      <h2>Give a ticket away</h2>
      <label htmlFor={id}>To whom? (handle)</label>
      <input id={id} value={handle} autoComplete="off" onChange={(event) => setHandle(event.target.value)} />
      <Problem>{problem}</Problem>
      <button type="submit" className="button" disabled={isBusy || handle.trim() === ''}>
        Give it away
      </button>
    </form>
  );
}
