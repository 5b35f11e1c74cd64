import { useDoing } from '../page/doing.ts';
import type { Notes } from '../page/notes.ts';
import { useStore } from '../page/store.ts';
import { isOfStage } from '../page/what-one-may.ts';
import type { RoomSide } from './room-side.ts';

/** Beside the microphone: a listener asks for it, people on stage raise a hand or step down. */
export function StageWishes({ api, company, room, me, role, isInside }: RoomSide) {
  const { hands, hasAsked } = useStore(company.notes.shown);
  const { isBusy, problem, attempt } = useDoing();
  if (!isInside) return null;
  const isRaised = hands.has(me.id);
  const ask = async () => {
    const asked = () => (hasAsked ? api.withdrawRequest(room.id) : api.askToSpeak(room.id));
    const done = hasAsked ? 'You took your request back.' : 'You asked to speak. A host decides.';
    if (await attempt(asked, done)) company.notes.change((notes): Notes => ({ ...notes, hasAsked: !hasAsked }));
  };
  const mayAsk = room.speakersPolicy !== 'invited' || hasAsked;
  return (
    <>
      {!isOfStage(role) && mayAsk && (
        <button
          type="button"
          className={hasAsked ? 'button button-open' : 'button button-main'}
          disabled={isBusy}
          onClick={() => void ask()}
        >
          {hasAsked ? 'Take the request back' : 'Ask to speak'}
        </button>
      )}
      {isOfStage(role) && (
        <button
          type="button"
          className={isRaised ? 'button button-open' : 'button'}
          aria-pressed={isRaised}
          disabled={isBusy}
          onClick={() => void attempt(() => api.raiseHand(room.id, !isRaised))}
        >
          Raise hand
        </button>
      )}
      {(role === 'speaker' || role === 'cohost') && (
        <button
          type="button"
          className="button"
          disabled={isBusy}
          onClick={() => void attempt(() => api.leaveStage(room.id, 'me'))}
        >
          Step down
        </button>
      )}
      {problem !== '' && (
        <p className="problem buttons-words" role="alert">
          {problem}
        </p>
      )}
    </>
  );
}
