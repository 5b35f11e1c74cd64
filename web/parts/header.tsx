import type { Profile } from '../api/types.ts';
import { homeHash, meHash } from '../page/route.ts';
import { Avatar } from './avatar.tsx';
import { WaveIcon } from './icons.tsx';

type HeaderProps = {
  readonly me?: Profile;
  readonly onSignOut?: () => void;
};

export function Header({ me, onSignOut }: HeaderProps) {
  return (
    <header className="header">
      <div className="header-row">
        <a className="wordmark" href={homeHash}>
          <span className="mark">
            <WaveIcon />
          </span>
          Rostrum
        </a>
        {me && (
          <div className="who">
            <a className="who-link" href={meHash}>
              <Avatar person={me} size="small" />
              <span className="who-name">{me.name || me.handle}</span>
            </a>
            <button type="button" className="button button-quiet" onClick={onSignOut}>
              Sign out
            </button>
          </div>
        )}
      </div>
    </header>
  );
}
