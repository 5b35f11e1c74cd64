import { type FormEvent, useId, useRef, useState } from 'react';
import { newKey } from '../api/http.ts';
import { useDoing } from '../page/doing.ts';
import { Problem } from './problem.tsx';
import type { RoomSide } from './room-side.ts';

/** For people on stage: shows a link or a post to everybody. */
export function PinForm({ api, room }: RoomSide) {
  const [url, setUrl] = useState('');
  const [note, setNote] = useState('');
  const { isBusy, problem, attempt } = useDoing();
  const fold = useRef<HTMLDetailsElement>(null);
  const id = useId();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const pin = { url: url.trim(), ...(note.trim() !== '' && { note: note.trim() }) };
    if (pin.url === '' || !(await attempt(() => api.pin(room.id, pin, newKey()), 'Pinned.'))) return;
    setUrl('');
    setNote('');
    fold.current?.removeAttribute('open');
  };
  return (
    <details className="fold" ref={fold}>
      <summary>Pin a link or a post</summary>
      <form className="settings" onSubmit={submit}>
        <label htmlFor={`${id}-url`}>Link, or number of a post</label>
        <input
          id={`${id}-url`}
          value={url}
          autoComplete="off"
          inputMode="url"
          placeholder="https://…"
          onChange={(event) => setUrl(event.target.value)}
        />
        <label htmlFor={`${id}-note`}>Note (optional)</label>
        <input id={`${id}-note`} value={note} autoComplete="off" onChange={(event) => setNote(event.target.value)} />
        <Problem>{problem}</Problem>
        <button type="submit" className="button button-main" disabled={isBusy || url.trim() === ''}>
          Pin
        </button>
      </form>
    </details>
  );
}
