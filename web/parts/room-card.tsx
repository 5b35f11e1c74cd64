import type { Profile, Room } from '../api/types.ts';
import { roomHash } from '../page/route.ts';
import { Avatar } from './avatar.tsx';
import { countOf } from './count.ts';

type RoomCardProps = {
  readonly room: Room;
  readonly host: Profile | undefined;
  readonly isMine: boolean;
  readonly onEnter: (room: Room) => void;
};

/** A live room in a list: the whole card is one link. */
export function RoomCard({ room, host, isMine, onEnter }: RoomCardProps) {
  return (
    <li className="card room-card">
      <Avatar person={host} ring="bubble" />
      <div className="room-card-words">
        <h2>
          <a href={roomHash(room.id)} onClick={() => onEnter(room)}>
            {room.title}
          </a>
        </h2>
        <p className="quiet">
          <span className="badge badge-live">Live</span> {isMine ? 'You are the host' : (host?.name ?? 'Somebody')} ·{' '}
          {countOf(room.participantCount, 'person', 'people')} here
        </p>
      </div>
    </li>
  );
}
