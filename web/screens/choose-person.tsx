import { useState } from 'react';
import type { DemoPerson } from '../api/types.ts';
import { Avatar } from '../parts/avatar.tsx';
import { countOf } from '../parts/count.ts';

type ChoosePersonProps = {
  readonly people: readonly DemoPerson[];
  readonly followersToHost: number;
  readonly onChoose: (handle: string) => void;
};

/** On a laptop nobody has an account: one is whoever one chooses to be. */
export function ChoosePerson({ people, followersToHost, onChoose }: ChoosePersonProps) {
  const [chosen, setChosen] = useState('');
  const choose = (handle: string) => {
    setChosen(handle);
    onChoose(handle);
  };
  return (
    <section aria-labelledby="choose">
      <h2 id="choose">Who are you today?</h2>
      <p className="quiet">
        Hosting needs {countOf(followersToHost, 'follower')}; listening needs none. Open a second tab to be somebody
        else there.
      </p>
      <ul className="people">
        {people.map(({ handle, name, userId, followers }) => (
          <li key={handle}>
            <button type="button" className="card person" aria-busy={chosen === handle} onClick={() => choose(handle)}>
              <Avatar person={{ id: userId, name }} />
              <span className="person-words">
                <span className="person-name">{name}</span>
                <span className="quiet">
                  @{handle}
                  {followers >= followersToHost && <strong className="accent"> · can host</strong>}
                </span>
                <span className="quiet">{countOf(followers, 'follower')}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
