import type { SpeakRequest } from '../api/types.ts';
import { useDoing } from '../page/doing.ts';
import { withoutRequest } from '../page/queue.ts';
import { useStore } from '../page/store.ts';
import { nameOf, usePerson } from '../page/use-person.ts';
import { Avatar } from './avatar.tsx';
import { timeOf } from './count.ts';
import { knownPerson, type RoomSide } from './room-side.ts';

/** For hosts: who asks to speak, longest first. */
export function RequestQueue(side: RoomSide) {
  const queue = useStore(side.company.queue.shown);
  return (
    <section className="card" aria-labelledby="requests">
      <h2 id="requests">Asking to speak{queue.length > 0 && ` (${queue.length})`}</h2>
      {queue.length === 0 ? (
        <p className="quiet">Nobody asks at the moment.</p>
      ) : (
        <ol className="rows">
          {queue.map((request) => (
            <Request key={request.userId} request={request} side={side} />
          ))}
        </ol>
      )}
    </section>
  );
}

function Request({ request, side }: { readonly request: SpeakRequest; readonly side: RoomSide }) {
  const { api, company, room, onPerson } = side;
  const { userId, askedAt } = request;
  const { isBusy, problem, attempt } = useDoing();
  const person = usePerson(api, userId, request.user ?? knownPerson(side, userId));
  const name = nameOf(person);
  const answer = async (isAccepted: boolean) => {
    const done = isAccepted ? `${name} comes on stage.` : `You declined the request of ${name}.`;
    const isDone = await attempt(() => api.answerRequest(room.id, userId, isAccepted), done);
    if (isDone) company.queue.change((queue) => withoutRequest(queue, userId));
  };
  return (
    <li className="row">
      <Avatar person={person} size="small" />
      <span className="row-words">
        <button type="button" className="link-button row-name" onClick={() => onPerson(userId)}>
          {name}
        </button>
        <span className="quiet">since {timeOf(askedAt)}</span>
        {problem !== '' && (
          <span className="problem" role="alert">
            {problem}
          </span>
        )}
      </span>
      <span className="row-buttons">
        <button
          type="button"
          className="button button-main button-small"
          disabled={isBusy}
          aria-label={`Accept ${name}`}
          onClick={() => void answer(true)}
        >
          Accept
        </button>
        <button
          type="button"
          className="button button-small"
          disabled={isBusy}
          aria-label={`Decline ${name}`}
          onClick={() => void answer(false)}
        >
          Decline
        </button>
      </span>
    </li>
  );
}
