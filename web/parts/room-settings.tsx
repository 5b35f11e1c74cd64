import { useId } from 'react';
import type { SpeakersPolicy } from '../api/types.ts';
import { useDoing } from '../page/doing.ts';
import { InviteForm } from './invite-form.tsx';
import { Problem } from './problem.tsx';
import type { RoomSide } from './room-side.ts';

const policies: Readonly<Record<SpeakersPolicy, string>> = {
  everyone: 'Everybody may ask',
  followed: 'People the host follows may ask',
  invited: 'Only invited people',
};
const policyOf = (text: string): SpeakersPolicy => (text === 'followed' || text === 'invited' ? text : 'everyone');

/** For hosts: what holds for the whole room. */
export function RoomSettings(side: RoomSide) {
  const { api, room } = side;
  const { isBusy, problem, attempt } = useDoing();
  const id = useId();
  const { isMutedAll, isLocked, speakersPolicy } = room;
  return (
    <section className="card" aria-labelledby={id}>
      <h2 id={id}>Run the room</h2>
      <div className="buttons buttons-start">
        <button
          type="button"
          className={isMutedAll ? 'button button-open' : 'button'}
          disabled={isBusy}
          onClick={() =>
            void attempt(
              () => api.muteAll(room.id, !isMutedAll),
              isMutedAll ? 'Speakers may unmute themselves.' : 'All speakers are muted.',
            )
          }
        >
          {isMutedAll ? 'Let speakers speak again' : 'Silence the speakers'}
        </button>
        <button
          type="button"
          className={isLocked ? 'button button-open' : 'button'}
          disabled={isBusy}
          onClick={() =>
            void attempt(
              () => api.changeRoom(room.id, { isLocked: !isLocked }),
              isLocked ? 'The room is open.' : 'The room is locked.',
            )
          }
        >
          {isLocked ? 'Unlock the room' : 'Lock the room'}
        </button>
      </div>
      <details className="fold">
        <summary>Who may speak</summary>
        <div className="settings">
          <label htmlFor={`${id}-policy`}>Who may ask to speak</label>
          <select
            id={`${id}-policy`}
            value={speakersPolicy}
            disabled={isBusy}
            onChange={(event) =>
              void attempt(() => api.changeRoom(room.id, { speakersPolicy: policyOf(event.target.value) }))
            }
          >
            {Object.entries(policies).map(([policy, words]) => (
              <option key={policy} value={policy}>
                {words}
              </option>
            ))}
          </select>
        </div>
        <InviteForm {...side} />
      </details>
      <Problem>{problem}</Problem>
    </section>
  );
}
