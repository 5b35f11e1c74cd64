import { useId } from 'react';
import { useDoing } from '../page/doing.ts';
import { Problem } from './problem.tsx';
import type { RoomSide } from './room-side.ts';

const choices = [0, 5, 10, 30, 60, 300];
const wordsOf = (seconds: number): string => (seconds === 0 ? 'Off' : `One message in ${seconds} seconds`);

/** For hosts: the chat on or off, and how often one person may write. */
export function ChatSettings({ api, room }: RoomSide) {
  const { isBusy, problem, attempt } = useDoing();
  const id = useId();
  const { isChatOn, slowModeSeconds } = room;
  const offered = choices.includes(slowModeSeconds) ? choices : [...choices, slowModeSeconds];
  return (
    <details className="fold">
      <summary>Chat settings</summary>
      <div className="settings">
        <button
          type="button"
          className="button"
          disabled={isBusy}
          onClick={() =>
            void attempt(
              () => api.changeChat(room.id, { isOn: !isChatOn }),
              isChatOn ? 'The chat is off.' : 'The chat is on.',
            )
          }
        >
          {isChatOn ? 'Turn the chat off' : 'Turn the chat on'}
        </button>
        <label htmlFor={id}>Slow mode</label>
        <select
          id={id}
          value={slowModeSeconds}
          disabled={isBusy}
          onChange={(event) =>
            void attempt(() => api.changeChat(room.id, { slowModeSeconds: Number(event.target.value) }))
          }
        >
          {offered.map((seconds) => (
            <option key={seconds} value={seconds}>
              {wordsOf(seconds)}
            </option>
          ))}
        </select>
        <Problem>{problem}</Problem>
      </div>
    </details>
  );
}
