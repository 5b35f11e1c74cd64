import type { Message } from '../api/types.ts';
import { withoutLines } from '../page/chat-lines.ts';
import { useDoing } from '../page/doing.ts';
import { nameOf, usePerson } from '../page/use-person.ts';
import { isHosting } from '../page/what-one-may.ts';
import { timeOf } from './count.ts';
import { Problem } from './problem.tsx';
import { knownPerson, type RoomSide } from './room-side.ts';

/** One message; what was written is text and nothing else. */
export function ChatLine({ line, side }: { readonly line: Message; readonly side: RoomSide }) {
  const { api, company, room, me, role, onPerson } = side;
  const { isBusy, problem, attempt } = useDoing();
  const author = usePerson(api, line.userId, knownPerson(side, line.userId));
  const name = nameOf(author);
  const isMine = line.userId === me.id;
  const remove = async () => {
    const isGone = await attempt(() => api.unsay(room.id, line.id), 'Message deleted.');
    if (isGone) company.chat.change((known) => withoutLines(known, [line.id]));
  };
  return (
    <div className="chat-line">
      <p className="chat-head">
        {isMine ? (
          <span className="chat-name">You</span>
        ) : (
          <button type="button" className="chat-name link-button" onClick={() => onPerson(line.userId)}>
            {name}
          </button>
        )}
        <time className="quiet" dateTime={line.at}>
          {timeOf(line.at)}
        </time>
        {(isMine || isHosting(role)) && (
          <button
            type="button"
            className="link-button quiet"
            aria-label={isMine ? 'Delete what you wrote' : `Delete the message of ${name}`}
            disabled={isBusy}
            onClick={() => void remove()}
          >
            Delete
          </button>
        )}
      </p>
      <p className="chat-text">{line.text}</p>
      <Problem>{problem}</Problem>
    </div>
  );
}
