import type { Api } from '../api/api.ts';
import type { Grant, Limits, Profile, Room } from '../api/types.ts';
import { useDoing } from '../page/doing.ts';
import { ScreenTitle } from '../page/screen-title.tsx';
import { needsTicket } from '../page/what-one-may.ts';
import { Notice } from './notice.tsx';
import { SaleCard } from './sale-card.tsx';
import { ShareButton } from './share-button.tsx';
import { TicketPanel } from './ticket-panel.tsx';

type PlannedRoomProps = {
  readonly api: Api;
  readonly limits: Limits;
  readonly me: Profile;
  readonly room: Room;
  readonly isBack: boolean;
  /** The host is in, with what the start answered. */
  readonly onStart: (grant: Grant) => void;
  readonly onEnter: () => void;
};

/** A room that has not begun: when it does, what a ticket costs, and what its host can do. */
export function PlannedRoom({ api, limits, me, room, isBack, onStart, onEnter }: PlannedRoomProps) {
  const when = room.startsAt && new Date(room.startsAt).toLocaleString([], { dateStyle: 'full', timeStyle: 'short' });
  const isMine = room.hostId === me.id;
  const isFree = room.audience === 'tickets' && !isMine && !needsTicket(room, me.id);
  return (
    <div className="page-narrow">
      <section className="card">
        <ScreenTitle tab={room.title}>{room.title}</ScreenTitle>
        <p>{when ? `It starts on ${when}.` : 'It has not started yet.'}</p>
        {isFree && <p>You are invited on stage, so you need no ticket.</p>}
        {!isMine && <p className="quiet">This page opens the room when the host starts it.</p>}
        <div className="buttons buttons-start">
          {isMine && <StartButton api={api} roomId={room.id} onStart={onStart} />}
          <ShareButton roomId={room.id} />
        </div>
      </section>
      {isMine && <SaleCard api={api} limits={limits} room={room} />}
      {needsTicket(room, me.id) && <TicketPanel api={api} room={room} isBack={isBack} onEnter={onEnter} />}
    </div>
  );
}

type StartButtonProps = Pick<PlannedRoomProps, 'api' | 'onStart'> & { readonly roomId: string };

function StartButton({ api, roomId, onStart }: StartButtonProps) {
  const { isBusy, problem, attempt } = useDoing();
  return (
    <>
      {problem !== '' && <Notice kind="error">{problem}</Notice>}
      <button
        type="button"
        className="button button-main"
        disabled={isBusy}
        onClick={() => void attempt(async () => onStart(await api.start(roomId)))}
      >
        {isBusy ? 'Starting…' : 'Start the room'}
      </button>
    </>
  );
}
