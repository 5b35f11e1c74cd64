import { useEffect, useMemo, useRef } from 'react';
import { createGuestApi } from '../api/guest-api.ts';
import { wordsFor } from '../api/http.ts';
import type { Config, Pin, Profile } from '../api/types.ts';
import type { StayView } from '../audio/stay-view.ts';
import { useStay } from '../audio/use-stay.ts';
import { isOver } from '../page/seen-room.ts';
import { useStore, type Watched } from '../page/store.ts';
import { useCompany } from '../page/use-company.ts';
import { useRoom } from '../page/use-room.ts';
import { countOf } from '../parts/count.ts';
import { WaveIcon } from '../parts/icons.tsx';
import { Notice } from '../parts/notice.tsx';
import { PinWords } from '../parts/pins.tsx';
import { RoomHead } from '../parts/room-head.tsx';
import { RoomNotices } from '../parts/room-notices.tsx';
import { RoomOver } from './room-over.tsx';

const guest: Profile = { id: 'guest', handle: 'guest', name: 'Guest', followerCount: 0 };

type GuestRoomProps = { readonly config: Config; readonly roomId: string; readonly onSignIn: () => void };

/** A public room for somebody without an account: they hear it, see what is pinned, and can report it. */
export function GuestRoom({ config, roomId, onSignIn }: GuestRoomProps) {
  const sound = useRef<HTMLAudioElement>(null);
  const api = useMemo(createGuestApi, []);
  const company = useCompany(api, roomId);
  const { stay, begin } = useStay(api, roomId, sound);
  const view = useStore<StayView | undefined>(stay?.view ?? outside);
  const { value, error, isLate = false } = useRoom(api, roomId, guest, stay, company);
  const hasEnded = value !== undefined && isOver(value);
  useEffect(() => {
    if (hasEnded) stay?.close();
  }, [hasEnded, stay]);
  useEffect(() => company.onFrame(({ type }) => type === 'removed' && stay?.remove()), [company, stay]);
  return (
    <>
      {/* biome-ignore lint/a11y/useMediaCaption: live speech; captions come with their own feature */}
      <audio ref={sound} hidden />
      {!value && error === undefined && <p className="quiet">Opening the room…</p>}
      {!value && error !== undefined && <Notice kind="error">{wordsFor(error)}</Notice>}
      {value && (hasEnded || view?.phase === 'over') && <RoomOver room={value.room} />}
      {value && !hasEnded && view?.phase !== 'over' && (
        <article className="room page-narrow">
          <RoomHead api={api} config={config} room={value.room} people={value.people} me={guest} />
          <RoomNotices room={value.room} view={view} stay={stay} isMutedByHost={false} isLate={isLate} />
          <Pinned pins={value.room.pins} />
          <GuestBar
            words={barWords(view, value.people?.counts.stage ?? 0)}
            isIn={view !== undefined && view.phase !== 'refused' && view.phase !== 'left'}
            onListen={() => (stay ? void stay.enter() : begin())}
            onLeave={() => void stay?.leave().then(onSignIn)}
            onSignIn={onSignIn}
          />
        </article>
      )}
    </>
  );
}

function Pinned({ pins }: { readonly pins: readonly Pin[] }) {
  if (pins.length === 0) return null;
  return (
    <section className="card pins" aria-labelledby="pins">
      <h2 id="pins">Pinned</h2>
      {pins.map((pin) => (
        <PinWords key={pin.id} pin={pin} />
      ))}
    </section>
  );
}

function barWords(view: StayView | undefined, onStage: number): string {
  if (view?.phase === 'connected') return 'You are listening as a guest.';
  if (view?.phase === 'joining') return 'Joining…';
  return `${countOf(onStage, 'person', 'people')} on stage. Sign in to react, write or ask to speak.`;
}

type GuestBarProps = {
  readonly words: string;
  readonly isIn: boolean;
  readonly onListen: () => void;
  readonly onLeave: () => void;
  readonly onSignIn: () => void;
};

function GuestBar({ words, isIn, onListen, onLeave, onSignIn }: GuestBarProps) {
  return (
    <section className="bar" aria-label="What you can do">
      <p className="bar-words" role="status">
        {words}
      </p>
      <div className="buttons">
        {isIn ? (
          <button type="button" className="button" onClick={onLeave}>
            Leave
          </button>
        ) : (
          <button type="button" className="button button-main" onClick={onListen}>
            <WaveIcon /> Listen
          </button>
        )}
        {!isIn && (
          <button type="button" className="button" onClick={onSignIn}>
            Sign in
          </button>
        )}
      </div>
    </section>
  );
}

const outside: Watched<undefined> = { get: () => undefined, subscribe: () => () => undefined };
