import { type FormEvent, useId, useState } from 'react';
import { ApiError, newKey } from '../api/http.ts';
import type { InvitedRole } from '../api/types.ts';
import { useDoing } from '../page/doing.ts';
import { nameOf } from '../page/use-person.ts';
import { Problem } from './problem.tsx';
import type { RoomSide } from './room-side.ts';

const roleOf = (text: string): InvitedRole => (text === 'cohost' ? 'cohost' : 'speaker');

/** For hosts: asks somebody to the stage by their handle. */
export function InviteForm({ api, room, role }: RoomSide) {
  const [handle, setHandle] = useState('');
  const [invited, setInvited] = useState<InvitedRole>('speaker');
  const [done, setDone] = useState('');
  const { isBusy, problem, attempt } = useDoing();
  const id = useId();
  const plain = handle.trim().replace(/^@/, '');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setDone('');
    if (plain === '') return;
    await attempt(async () => {
      if (!/^[A-Za-z0-9_]{1,15}$/.test(plain)) throw new ApiError(0, 'invalid_field', 'This is no handle.');
      const person = await api.personByHandle(plain);
      await api.invite(room.id, person.id, invited, newKey());
      setDone(`${nameOf(person)} is invited.`);
      setHandle('');
    });
  };
  return (
    <form className="settings" onSubmit={submit}>
      <label htmlFor={`${id}-handle`}>Invite by handle</label>
      <input
        id={`${id}-handle`}
        value={handle}
        autoComplete="off"
        autoCapitalize="none"
        placeholder="@handle"
        onChange={(event) => setHandle(event.target.value)}
      />
      {role === 'host' && (
        <>
          <label htmlFor={`${id}-role`}>As</label>
          <select id={`${id}-role`} value={invited} onChange={(event) => setInvited(roleOf(event.target.value))}>
            <option value="speaker">Speaker</option>
            <option value="cohost">Co-host</option>
          </select>
        </>
      )}
      <Problem>{problem}</Problem>
      <p className="quiet" role="status">
        {done}
      </p>
      <button type="submit" className="button" disabled={isBusy || plain === ''}>
        Invite
      </button>
    </form>
  );
}
