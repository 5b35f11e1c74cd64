import { nameOf } from '../page/use-person.ts';
import { Avatar } from './avatar.tsx';
import type { RoomSide } from './room-side.ts';

/** Who listens and lets it be known. */
export function Listeners({ people, me, onPerson }: RoomSide) {
  const listening = people?.data.filter(({ role, userId }) => role === 'listener' && userId !== me.id) ?? [];
  if (listening.length === 0) return null;
  return (
    <details className="card fold-card">
      <summary>Who listens</summary>
      <ul className="rows">
        {listening.map(({ userId, user }) => (
          <li key={userId} className="row">
            <Avatar person={user} size="small" />
            <span className="row-words">
              <button type="button" className="link-button row-name" onClick={() => onPerson(userId)}>
                {nameOf(user)}
              </button>
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
