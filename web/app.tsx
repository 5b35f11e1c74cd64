import { lazy, Suspense, useState } from 'react';
import type { Grant, Room as RoomView } from './api/types.ts';
import { Announcer } from './page/announcer.tsx';
import { homeHash, type Route, roomHash, useRoute } from './page/route.ts';
import { Header } from './parts/header.tsx';
import { Notice } from './parts/notice.tsx';
import { Home } from './screens/home.tsx';
import { NotFound } from './screens/not-found.tsx';
import { SignIn } from './screens/sign-in.tsx';
import { useVisit, type Visit } from './session/visit.ts';

// What nobody needs before they sign in comes after that.
const Room = lazy(async () => ({ default: (await import('./screens/room.tsx')).Room }));
const Me = lazy(async () => ({ default: (await import('./screens/me.tsx')).Me }));
const Plan = lazy(async () => ({ default: (await import('./screens/plan.tsx')).Plan }));
const Tickets = lazy(async () => ({ default: (await import('./screens/tickets.tsx')).Tickets }));
const Hosting = lazy(async () => ({ default: (await import('./screens/hosting.tsx')).Hosting }));
const Sales = lazy(async () => ({ default: (await import('./screens/sales.tsx')).Sales }));
const Moderation = lazy(async () => ({ default: (await import('./screens/moderation.tsx')).Moderation }));

/** A room somebody chose by a click here, and so enters at once; the grant is at hand for who went live. */
export type Entry = { readonly room: RoomView; readonly grant?: Grant };

export function App() {
  const { visit, enter, signOut } = useVisit();
  const route = useRoute();
  const inside = visit.phase === 'inside' ? visit : undefined;
  return (
    <>
      <Header {...(inside && { me: inside.me, onSignOut: () => void signOut() })} />
      <main>
        {visit.phase === 'failed' && (
          <Notice kind="error" action={{ label: 'Try again', run: () => location.reload() }}>
            {visit.words}
          </Notice>
        )}
        {visit.phase === 'opening' && <p className="quiet">Opening…</p>}
        {visit.phase === 'outside' && (
          <SignIn config={visit.config} words={visit.words} route={route} onSession={enter} />
        )}
        <Suspense fallback={<p className="quiet">Opening…</p>}>
          {inside && <Inside key={inside.me.id} visit={inside} route={route} />}
        </Suspense>
      </main>
      <Announcer />
    </>
  );
}

type InsideProps = { readonly visit: Extract<Visit, { phase: 'inside' }>; readonly route: Route };

function Inside({ visit: { api, config, me, isModerator }, route }: InsideProps) {
  const [entry, setEntry] = useState<Entry>();
  const goTo = (chosen: Entry | undefined) => {
    setEntry(chosen);
    location.hash = chosen ? roomHash(chosen.room.id) : homeHash;
  };
  if (route.screen === 'home') return <Home api={api} me={me} limits={config.limits} onEnter={goTo} />;
  if (route.screen === 'me') return <Me api={api} me={me} isModerator={isModerator} />;
  if (route.screen === 'moderation') return <Moderation api={api} />;
  if (route.screen === 'plan') return <Plan api={api} limits={config.limits} />;
  if (route.screen === 'tickets') return <Tickets api={api} />;
  if (route.screen === 'hosting') return <Hosting api={api} />;
  if (route.screen === 'sales') return <Sales key={route.roomId} api={api} roomId={route.roomId} />;
  if (route.screen !== 'room') return <NotFound />;
  const { roomId, isPaid } = route;
  const chosen = entry?.room.id === roomId ? entry : undefined;
  return (
    <Room
      key={roomId}
      api={api}
      config={config}
      me={me}
      roomId={roomId}
      entry={chosen}
      isBack={isPaid}
      onLeave={() => goTo(undefined)}
    />
  );
}
