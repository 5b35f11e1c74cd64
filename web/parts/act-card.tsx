import { type FormEvent, useId, useRef, useState } from 'react';
import type { Api } from '../api/api.ts';
import { newKey } from '../api/http.ts';
import type { Act } from '../api/safety-types.ts';
import { useDoing } from '../page/doing.ts';
import { dayOf } from './count.ts';
import { Problem } from './problem.tsx';

const kinds: Readonly<Record<string, string>> = {
  report_actioned: 'A report about you was upheld',
  report_dismissed: 'A report about you was dismissed',
  room_ended: 'A room of yours was ended',
  role_stripped: 'You were taken off a stage',
  account_suspended: 'Your account is suspended',
  account_suspension_lifted: 'The suspension of your account was lifted',
  hosting_suspended: 'You may not host for now',
  hosting_suspension_lifted: 'You may host again',
  hosting_granted: 'You may host',
  hosting_grant_withdrawn: 'The leave to host was withdrawn',
};
const appealable = ['report_actioned', 'room_ended', 'role_stripped', 'account_suspended', 'hosting_suspended'];

/** One decision with its reasons, and the way to appeal. */
export function ActCard({ api, act }: { readonly api: Api; readonly act: Act }) {
  const [text, setText] = useState('');
  const [hasAppealed, setHasAppealed] = useState(false);
  const { isBusy, problem, attempt } = useDoing();
  const key = useRef(newKey());
  const id = useId();
  const appeal = async (event: FormEvent) => {
    event.preventDefault();
    if (await attempt(() => api.appeal(act.id, text.trim(), key.current), 'Your appeal is sent.')) setHasAppealed(true);
    else key.current = newKey();
  };
  return (
    <li className="entry">
      <p className="entry-head">
        <strong>{kinds[act.kind] ?? act.kind.replaceAll('_', ' ')}</strong>
        <time className="quiet" dateTime={act.at}>
          {dayOf(act.at)}
        </time>
      </p>
      <p className="said">{act.reason}</p>
      {act.until && <p className="quiet">Until {dayOf(act.until)}</p>}
      {hasAppealed && <p role="status">Your appeal is sent. Another look will be taken.</p>}
      {!hasAppealed && appealable.includes(act.kind) && (
        <details className="fold">
          <summary>Appeal</summary>
          <form className="settings" onSubmit={appeal}>
            <label htmlFor={id}>Why is this wrong?</label>
            <textarea
              id={id}
              rows={3}
              maxLength={1000}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
            <Problem>{problem}</Problem>
            <button type="submit" className="button button-main" disabled={isBusy || text.trim() === ''}>
              Send appeal
            </button>
          </form>
        </details>
      )}
    </li>
  );
}
