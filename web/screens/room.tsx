import { useEffect, useRef } from 'react';
import type { Api } from '../api/api.ts';
import { ApiError, wordsFor } from '../api/http.ts';
import type { Config, Grant, Profile, Role, Room as RoomView } from '../api/types.ts';
import type { Entry } from '../app.tsx';
import type { StayView } from '../audio/stay-view.ts';
import { useStay } from '../audio/use-stay.ts';
import { isOver, type Seen } from '../page/seen-room.ts';
import { useStore, type Watched } from '../page/store.ts';
import { useTurns } from '../page/turns.ts';
import { useCompany, useOrders } from '../page/use-company.ts';
import { useEntry } from '../page/use-entry.ts';
import { useRoom } from '../page/use-room.ts';
import { EntryWarning } from '../parts/entry-warning.tsx';
import { LiveRoom, type LiveRoomProps } from '../parts/live-room.tsx';
import { Notice } from '../parts/notice.tsx';
import { PlannedRoom } from '../parts/planned-room.tsx';
import { NotFound } from './not-found.tsx';
import { RoomOver } from './room-over.tsx';

type RoomProps = {
  readonly api: Api;
  readonly config: Config;
  readonly me: Profile;
  readonly roomId: string;
  /** How the person came: by a click on this page, or by a link. */
  readonly entry: Entry | undefined;
  /** On the way back from paying for a ticket. */
  readonly isBack: boolean;
  readonly onLeave: () => void;
};

/** A room: from outside, inside, and after its end. */
export function Room({ api, config, me, roomId, entry, isBack, onLeave }: RoomProps) {
  const sound = useRef<HTMLAudioElement>(null);
  const company = useCompany(api, roomId);
  const { stay, begin } = useStay(api, roomId, sound);
  const view = useStore<StayView | undefined>(stay?.view ?? outside);
  const { value, error, isLate = false, catchUp } = useRoom(api, roomId, me, stay, company);
  const entering = useEntry({ entry, room: value?.room, begin });
  const role = roleIn(value, me, view);
  useOrders(company, { roomId, stay, isInside: view?.phase === 'connected', role });
  useTurns({
    me,
    stay,
    view,
    room: value?.room,
    people: value?.people,
    isOver: value !== undefined && isOver(value),
    catchUp,
  });
  const isSilenced = role === 'speaker' && (value?.room.isMutedAll ?? false);
  useEffect(() => {
    if (isSilenced) stay?.mute();
  }, [isSilenced, stay]);
  const end = async () => {
    await api.end(roomId);
    stay?.close();
  };
  const live = { api, config, company, role, people: value?.people, me, stay, view, isLate };
  return (
    <>
      {/* biome-ignore lint/a11y/useMediaCaption: live speech; captions come with their own feature */}
      <audio ref={sound} hidden />
      <RoomState
        room={value?.room ?? entry?.room}
        error={error}
        isLeft={view?.phase === 'over'}
        live={{ ...live, begin: entering.begin, isBack, onLeave, onEnd: end }}
        onStart={begin}
      />
      {entering.warnedOf.length > 0 && (
        <EntryWarning api={api} userIds={entering.warnedOf} onEnter={entering.confirm} onStay={entering.cancel} />
      )}
    </>
  );
}

/** Readings and frames know who is on stage; before the first one the grant does. */
function roleIn(seen: Seen | undefined, me: Profile, view: StayView | undefined): Role {
  if (!seen?.people) return view?.role ?? 'listener';
  return seen.people.data.find(({ userId, role }) => userId === me.id && role !== 'listener')?.role ?? 'listener';
}

type RoomStateProps = {
  readonly room: RoomView | undefined;
  readonly error: unknown;
  /** The person's stay is over, whatever the last reading says. */
  readonly isLeft: boolean;
  readonly live: Omit<LiveRoomProps, 'room'>;
  readonly onStart: (grant: Grant) => void;
};

function RoomState({ room, error, isLeft, live, onStart }: RoomStateProps) {
  if (!room) {
    if (error === undefined) return <p className="quiet">Opening the room…</p>;
    const isAbsent = error instanceof ApiError && error.status === 404;
    return isAbsent ? <NotFound words={error.message} /> : <Notice kind="error">{wordsFor(error)}</Notice>;
  }
  if (isLeft || isOver({ room, people: undefined })) return <RoomOver room={room} />;
  if (room.status !== 'scheduled') return <LiveRoom room={room} {...live} />;
  const { api, config, me, isBack, begin } = live;
  return <PlannedRoom {...{ api, me, room, isBack, onStart }} limits={config.limits} onEnter={() => begin()} />;
}

const outside: Watched<undefined> = { get: () => undefined, subscribe: () => () => undefined };
