import { lazy, Suspense, useCallback, useEffect, useState } from 'react';
import { readPublicRoom } from '../api/api.ts';
import { wordsFor } from '../api/http.ts';
import type { Config, DemoPerson, Room } from '../api/types.ts';
import type { Route } from '../page/route.ts';
import { ScreenTitle } from '../page/screen-title.tsx';
import { Notice } from '../parts/notice.tsx';
import { signInAs } from '../session/demo.ts';
import { findDemoPeople, goToIssuer } from '../session/open.ts';
import type { Session } from '../session/session.ts';
import { ChoosePerson } from './choose-person.tsx';

const GuestRoom = lazy(async () => ({ default: (await import('./guest-room.tsx')).GuestRoom }));

type SignInProps = {
  readonly config: Config;
  readonly words: string | undefined;
  readonly route: Route;
  readonly onSession: (session: Session) => Promise<void>;
};

/** The first page: a choice of demo people on a laptop, the issuer's sign-in anywhere else. */
export function SignIn({ config, words, route, onSession }: SignInProps) {
  const [people, setPeople] = useState<readonly DemoPerson[]>();
  const [isReady, setIsReady] = useState(false);
  const [problem, setProblem] = useState(words);
  const room = useRouteRoom(route);
  const [isGuest, setIsGuest] = useState(false);
  const fail = useCallback((error: unknown) => setProblem(wordsFor(error)), []);
  useEffect(() => {
    findDemoPeople()
      .then(setPeople, fail)
      .finally(() => setIsReady(true));
  }, [fail]);
  const choose = (handle: string) => void signInAs(handle).then(onSession).catch(fail);
  if (isGuest && room) {
    return (
      <Suspense fallback={<p className="quiet">Opening…</p>}>
        <GuestRoom config={config} roomId={room.id} onSignIn={() => setIsGuest(false)} />
      </Suspense>
    );
  }
  if (!isReady) return <p className="quiet">Opening…</p>;
  return (
    <>
      <div className="hero">
        <ScreenTitle tab="Rostrum">Talk live. Let a crowd listen.</ScreenTitle>
        <p className="lead">
          {room === undefined
            ? 'Rostrum is live audio rooms on your own cloud.'
            : `You are on your way to “${room.title}”.${room.isTicketed ? ' Listeners need a ticket: sign in to get one.' : ''}`}
        </p>
        {room?.status === 'live' && room.areGuestsAllowed && !room.isTicketed && (
          <button type="button" className="button hero-button" onClick={() => setIsGuest(true)}>
            Continue as a guest
          </button>
        )}
      </div>
      {problem !== undefined && <Notice kind="error">{problem}</Notice>}
      {people && people.length > 0 ? (
        <ChoosePerson people={people} followersToHost={config.limits.followersToHost} onChoose={choose} />
      ) : (
        <section className="card narrow">
          <h2>Sign in</h2>
          <p>You sign in where your account lives, and come back here.</p>
          <button type="button" className="button button-main" onClick={() => void goToIssuer(config).catch(fail)}>
            Sign in
          </button>
        </section>
      )}
    </>
  );
}

/** The room that a link led to; one that is not public keeps to itself. */
function useRouteRoom(route: Route): Room | undefined {
  const [room, setRoom] = useState<Room>();
  const roomId = route.screen === 'room' ? route.roomId : undefined;
  useEffect(() => {
    if (roomId === undefined) return;
    readPublicRoom(roomId).then(setRoom, () => setRoom(undefined));
  }, [roomId]);
  return room?.id === roomId ? room : undefined;
}
