import { lazy, Suspense, useCallback, useEffect } from 'react';
import type { Api } from '../api/api.ts';
import { wordsFor } from '../api/http.ts';
import type { Config, Profile, Room, Verdict } from '../api/types.ts';
import type { Entry } from '../app.tsx';
import { usePolled } from '../page/polled.ts';
import { hostingHash, planHash, ticketsHash } from '../page/route.ts';
import { ScreenTitle } from '../page/screen-title.tsx';
import { GoLiveForm } from '../parts/go-live-form.tsx';
import { Notice } from '../parts/notice.tsx';
import { PlannedRooms } from '../parts/planned-rooms.tsx';
import { RoomCard } from '../parts/room-card.tsx';

const Invitation = lazy(async () => ({ default: (await import('../parts/invitation.tsx')).Invitation }));

type HomeProps = {
  readonly api: Api;
  readonly me: Profile;
  readonly limits: Config['limits'];
  readonly onEnter: (entry: Entry) => void;
};

/** What is live now, and the way to go live oneself. */
export function Home({ api, me, limits, onEnter }: HomeProps) {
  useEffect(() => {
    // Whoever is here is about to listen: fetch the media client before the click.
    void import('../audio/seat.ts');
    void import('./room.tsx');
  }, []);
  return (
    <div className="columns">
      <section aria-labelledby="live">
        <ScreenTitle tab="Live now">
          <span id="live">Live now</span>
        </ScreenTitle>
        <Suspense fallback={null}>
          <Invitation api={api} onAccept={(room) => onEnter({ room })} />
        </Suspense>
        <LiveRooms api={api} me={me} onEnter={(room) => onEnter({ room })} />
        <PlannedRooms api={api} />
      </section>
      <aside className="card" aria-labelledby="go-live">
        <h2 id="go-live">Start a room</h2>
        <GoLive api={api} limits={limits} onEnter={onEnter} />
        <p>
          <a href={ticketsHash}>Your tickets</a> · <a href={hostingHash}>Your rooms</a>
        </p>
      </aside>
    </div>
  );
}

type Shown = { readonly room: Room; readonly host: Profile | undefined };

async function readRooms(api: Api): Promise<readonly Shown[]> {
  const rooms = await api.liveRooms();
  const withHost = async (room: Room) => ({ room, host: await api.user(room.hostId).catch(() => undefined) });
  return Promise.all(rooms.map(withHost));
}

type LiveRoomsProps = Pick<HomeProps, 'api' | 'me'> & { readonly onEnter: (room: Room) => void };

function LiveRooms({ api, me, onEnter }: LiveRoomsProps) {
  const { value: rooms, error } = usePolled(
    useCallback(() => readRooms(api), [api]),
    3,
  );
  if (!rooms && error !== undefined) return <Notice kind="error">{wordsFor(error)}</Notice>;
  if (!rooms) return <p className="quiet">Looking for rooms…</p>;
  if (rooms.length === 0) {
    return (
      <div className="card empty">
        <p>It is quiet right now.</p>
        <p className="quiet">Rooms appear here the moment somebody goes live.</p>
      </div>
    );
  }
  return (
    <ul className="rooms">
      {rooms.map(({ room, host }) => (
        <RoomCard key={room.id} room={room} host={host} isMine={room.hostId === me.id} onEnter={onEnter} />
      ))}
    </ul>
  );
}

function GoLive({ api, limits, onEnter }: Omit<HomeProps, 'me'>) {
  const { value: verdict, error } = usePolled(api.verdict, 30);
  if (!verdict && error === undefined) return <p className="quiet">…</p>;
  // Without a verdict the form is there all the same: the API decides.
  if (verdict && !verdict.isEligible) return <NotEligible verdict={verdict} />;
  return (
    <>
      <p className="quiet">You start muted. Everybody may listen, and nothing is recorded.</p>
      <GoLiveForm
        api={api}
        maxTitleCharacters={limits.maxTitleCharacters}
        onLive={(grant) => onEnter({ room: grant.room, grant })}
      />
      <p>
        <a href={planHash}>Plan a room for later</a>
      </p>
    </>
  );
}

const sentences: Readonly<Record<string, (need: string, have: string) => string>> = {
  followers: (need, have) => `Hosting needs ${need} followers. You have ${have}.`,
  facts_fresh: () => 'Your follower count was not confirmed lately.',
  not_protected: () => 'Protected accounts cannot host.',
};

function NotEligible({ verdict }: { readonly verdict: Verdict }) {
  const missing = verdict.rules.filter(({ hasPassed }) => !hasPassed);
  const amount = (value: number | boolean) => (typeof value === 'number' ? value.toLocaleString('en') : '');
  return (
    <>
      <p>You cannot host yet, but you can listen to every room.</p>
      <ul className="reasons">
        {missing.map(({ rule, need, have }) => (
          <li key={rule}>
            {sentences[rule]?.(amount(need), amount(have)) ?? `This rule is not met: ${rule.replaceAll('_', ' ')}.`}
          </li>
        ))}
      </ul>
    </>
  );
}
