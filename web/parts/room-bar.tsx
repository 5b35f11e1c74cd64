import { type ReactNode, useState } from 'react';
import { wordsFor } from '../api/http.ts';
import type { Stay } from '../audio/stay.ts';
import type { StayView } from '../audio/stay-view.ts';
import type { Staying } from '../audio/use-stay.ts';
import { isOfStage } from '../page/what-one-may.ts';
import { Confirm } from './confirm.tsx';
import { MicrophoneIcon, MutedIcon, WaveIcon } from './icons.tsx';
import { Notice } from './notice.tsx';
import type { RoomSide } from './room-side.ts';
import { StageWishes } from './stage-wishes.tsx';

type RoomBarProps = {
  readonly side: RoomSide;
  /** By a host, alone or with all speakers. */
  readonly isMutedByHost: boolean;
  readonly stay: Stay | undefined;
  readonly view: StayView | undefined;
  readonly begin: Staying['begin'];
  readonly onLeave: () => void;
  readonly onEnd: () => Promise<void>;
};

type MainAction = {
  readonly label: string;
  readonly icon?: ReactNode;
  /** Undefined while there is nothing to do but wait. */
  readonly run?: () => void;
  readonly look?: 'plain' | 'open';
};

/** What one can do now. The first button stays one element while its meaning changes, so that it keeps the focus. */
export function RoomBar(props: RoomBarProps) {
  const { side, view, onLeave, onEnd } = props;
  const [isAsking, setIsAsking] = useState(false);
  const [problem, setProblem] = useState('');
  const isOnStage = view?.phase === 'connected' && view.stage === 'on';
  const main = mainActionOf(props);
  const end = () => {
    setIsAsking(false);
    onEnd().catch((error: unknown) => setProblem(wordsFor(error)));
  };
  return (
    <section className="bar" aria-label="What you can do">
      {problem !== '' && <Notice kind="error">{problem}</Notice>}
      {isOnStage && (
        <p className="bar-words">{view.isMuted ? 'You are muted. Nobody hears you.' : 'Everybody hears you.'}</p>
      )}
      {view?.phase === 'connected' && view.stage === 'off' && <p className="bar-words">You are listening.</p>}
      <div className="buttons">
        <button
          type="button"
          className={looks[main.look ?? 'main']}
          aria-disabled={main.run === undefined}
          onClick={main.run}
        >
          {main.icon} {main.label}
        </button>
        {view && main.run !== onLeave && (
          <button type="button" className="button" onClick={onLeave}>
            Leave
          </button>
        )}
        <StageWishes {...side} />
        {side.role === 'host' && (
          <button type="button" className="button button-danger" onClick={() => setIsAsking(true)}>
            End room
          </button>
        )}
      </div>
      {isAsking && (
        <Confirm
          title="End the room?"
          words="Everybody stops hearing each other at once, and the room cannot be opened again."
          yes="End for everybody"
          no="Keep it open"
          onYes={end}
          onNo={() => setIsAsking(false)}
        />
      )}
    </section>
  );
}

const looks = { main: 'button button-main', open: 'button button-open', plain: 'button' };

function mainActionOf({ side, isMutedByHost, stay, view, begin, onLeave }: RoomBarProps): MainAction {
  if (!view || !stay) {
    return { label: isOfStage(side.role) ? 'Return to the stage' : 'Listen', icon: <WaveIcon />, run: () => begin() };
  }
  if (view.phase === 'elsewhere') return { label: 'Listen here', icon: <WaveIcon />, run: () => void stay.enter() };
  if (view.phase === 'removed') return { label: 'See live rooms', run: onLeave };
  if (view.phase === 'refused') return { label: 'Try again', run: () => void stay.enter() };
  if (view.phase !== 'connected') return { label: view.phase === 'joining' ? 'Joining…' : 'Reconnecting…' };
  if (view.stage === 'coming') return { label: 'Coming on stage…' };
  if (view.stage === 'off') return { label: 'Leave', run: onLeave, look: 'plain' };
  if (isMutedByHost) return { label: 'Muted by a host', icon: <MutedIcon /> };
  if (view.microphone === 'asking') return { label: 'Waiting for the microphone…' };
  if (view.isMuted) return { label: 'Unmute', icon: <MicrophoneIcon />, run: () => void stay.unmute() };
  return { label: 'Mute', icon: <MutedIcon />, run: () => stay.mute(), look: 'open' };
}
