import { useCallback, useEffect, useState } from 'react';
import type { Api } from '../api/api.ts';
import { wordsFor } from '../api/http.ts';
import type { Act } from '../api/safety-types.ts';
import type { Profile } from '../api/types.ts';
import { useDoing } from '../page/doing.ts';
import { hostingHash, moderationHash, ticketsHash } from '../page/route.ts';
import { ScreenTitle } from '../page/screen-title.tsx';
import { nameOf } from '../page/use-person.ts';
import { ActCard } from '../parts/act-card.tsx';
import { Avatar } from '../parts/avatar.tsx';
import { Notice } from '../parts/notice.tsx';

type MeProps = { readonly api: Api; readonly me: Profile; readonly isModerator: boolean };

/** One's own page: whom one has blocked, and what moderators decided about oneself. */
export function Me({ api, me, isModerator }: MeProps) {
  return (
    <div className="page-narrow">
      <ScreenTitle tab="You">{nameOf(me)}</ScreenTitle>
      <p className="quiet">
        @{me.handle} · <a href={ticketsHash}>Your tickets</a> · <a href={hostingHash}>Your rooms and payouts</a>
        {isModerator && (
          <>
            {' · '}
            <a href={moderationHash}>Reports to moderate</a>
          </>
        )}
      </p>
      <Blocks api={api} />
      <Acts api={api} />
    </div>
  );
}

/** What is read once; `undefined` until then. */
function useRead<T>(read: () => Promise<T>) {
  const [value, setValue] = useState<T>();
  const [problem, setProblem] = useState('');
  useEffect(() => {
    read().then(setValue, (error: unknown) => setProblem(wordsFor(error)));
  }, [read]);
  return { value, problem, setValue };
}

function Blocks({ api }: { readonly api: Api }) {
  const { value, problem, setValue } = useRead(useCallback(async () => (await api.blocks()).data, [api]));
  const doing = useDoing();
  const unblock = async ({ id }: Profile) => {
    if (await doing.attempt(() => api.unblock(id), 'Not blocked any more.'))
      setValue((before) => before?.filter((person) => person.id !== id));
  };
  return (
    <section className="card" aria-labelledby="blocks">
      <h2 id="blocks">People you have blocked</h2>
      <p className="quiet">They cannot enter rooms you host, and you do not see what they write.</p>
      {(problem || doing.problem) !== '' && <Notice kind="error">{problem || doing.problem}</Notice>}
      {value?.length === 0 && <p>Nobody.</p>}
      <ul className="rows">
        {value?.map((person) => (
          <li key={person.id} className="row">
            <Avatar person={person} size="small" />
            <span className="row-words">
              <span className="row-name">{nameOf(person)}</span>
              <span className="quiet">@{person.handle}</span>
            </span>
            <button
              type="button"
              className="button button-small"
              disabled={doing.isBusy}
              aria-label={`Unblock ${nameOf(person)}`}
              onClick={() => void unblock(person)}
            >
              Unblock
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Acts({ api }: { readonly api: Api }) {
  const [cursor, setCursor] = useState<string>();
  const { value, problem, setValue } = useRead<readonly Act[]>(
    useCallback(async () => {
      const { data, nextCursor } = await api.myActs();
      setCursor(nextCursor);
      return data;
    }, [api]),
  );
  const more = useDoing();
  const readOn = () =>
    more.attempt(async () => {
      const { data, nextCursor } = await api.myActs(cursor);
      setCursor(nextCursor);
      setValue((before = []) => [...before, ...data]);
    });
  return (
    <section className="card" aria-labelledby="acts">
      <h2 id="acts">What moderators decided about you</h2>
      {(problem || more.problem) !== '' && <Notice kind="error">{problem || more.problem}</Notice>}
      {value?.length === 0 && <p>Nothing.</p>}
      <ul className="rows">
        {value?.map((act) => (
          <ActCard key={act.id} api={api} act={act} />
        ))}
      </ul>
      {cursor !== undefined && (
        <button type="button" className="button" disabled={more.isBusy} onClick={() => void readOn()}>
          Show more
        </button>
      )}
    </section>
  );
}
