import { useState } from 'react';
import { wordsFor } from '../api/http.ts';
import type { Place, Room } from '../api/types.ts';
import type { CaptionLine } from '../audio/caption-lines.ts';
import type { Stay } from '../audio/stay.ts';
import type { StayView } from '../audio/stay-view.ts';
import { Notice } from './notice.tsx';

type CaptionsProps = {
  readonly room: Room;
  readonly places: readonly Place[];
  readonly myId: string;
  readonly stay: Stay | undefined;
  readonly view: StayView | undefined;
};

/** Captions: for everybody whether to see them, for people on stage whether the room has them and whether they agree. */
export function Captions({ room, places, myId, stay, view }: CaptionsProps) {
  const [isShown, setIsShown] = useState(false);
  const isIn = view?.phase === 'connected';
  const isOnStage = places.some(({ userId }) => userId === myId);
  const isOn = room.areCaptionsOn ?? false;
  if (!isIn || !stay || (!isOn && !isOnStage)) return null;
  return (
    <section className="card captions" aria-labelledby="captions">
      <h2 id="captions">Captions</h2>
      <div className="buttons">
        {isOn && (
          <button type="button" className="button" aria-pressed={isShown} onClick={() => setIsShown(!isShown)}>
            {isShown ? 'Hide captions' : 'Show captions'}
          </button>
        )}
        {isOnStage && <StageChoices isOn={isOn} isRunning={room.areCaptionsRunning} stay={stay} />}
      </div>
      {isOn && isShown && <Lines lines={view.captions} places={places} />}
    </section>
  );
}

type StageChoicesProps = {
  readonly isOn: boolean;
  /** Undefined while nobody has told this page. */
  readonly isRunning: boolean | undefined;
  readonly stay: Stay;
};

function StageChoices({ isOn, isRunning, stay }: StageChoicesProps) {
  const [hasAgreed, setHasAgreed] = useState(false);
  const [problem, setProblem] = useState('');
  const trying = (act: Promise<void>) => {
    setProblem('');
    act.catch((error: unknown) => setProblem(wordsFor(error)));
  };
  const agree = (isGiven: boolean) => trying(stay.agreeToCaptions(isGiven).then(() => setHasAgreed(isGiven)));
  const mayAgree = isOn && !hasAgreed && isRunning !== true;
  return (
    <>
      <button type="button" className="button" onClick={() => trying(stay.setCaptions(!isOn))}>
        {isOn ? 'Turn captions off' : 'Turn captions on'}
      </button>
      {mayAgree && (
        <button type="button" className="button button-main" onClick={() => agree(true)}>
          Let my words be captioned
        </button>
      )}
      {isOn && !mayAgree && (
        <button type="button" className="button" onClick={() => agree(false)}>
          Stop captioning my words
        </button>
      )}
      {isOn && hasAgreed && isRunning === false && (
        <p className="quiet">Captions begin when everybody on stage who may speak has agreed.</p>
      )}
      {problem !== '' && <Notice kind="error">{problem}</Notice>}
    </>
  );
}

/** Not announced to screen readers: whoever uses one hears the same words. */
function Lines({ lines, places }: { readonly lines: readonly CaptionLine[]; readonly places: readonly Place[] }) {
  if (lines.length === 0) return <p className="quiet">Nothing has been said yet.</p>;
  const nameOf = (id: string | undefined): string => {
    const user = places.find(({ userId }) => userId === id)?.user;
    return user ? user.name || user.handle : 'Somebody';
  };
  return (
    <ol className="caption-lines" aria-label="What is said">
      {lines.map(({ id, userId, text }) => (
        <li key={id}>
          <strong>{nameOf(userId)}</strong> {text}
        </li>
      ))}
    </ol>
  );
}
