import type { Room } from '../api/types.ts';
import { homeHash } from '../page/route.ts';
import { ScreenTitle } from '../page/screen-title.tsx';
import { countOf } from '../parts/count.ts';

const minutesOf = ({ startedAt, endedAt }: Room): number | undefined =>
  startedAt && endedAt ? Math.round((Date.parse(endedAt) - Date.parse(startedAt)) / 60_000) : undefined;

/** After the end. */
export function RoomOver({ room }: { readonly room: Room }) {
  const minutes = minutesOf(room);
  return (
    <section className="card narrow">
      <ScreenTitle tab="The room is over">The room is over</ScreenTitle>
      <p className="over-title">{room.title}</p>
      <p className="quiet">
        {room.status === 'canceled' && 'It was canceled before it started.'}
        {minutes !== undefined && `It lasted ${minutes < 1 ? 'less than a minute' : countOf(minutes, 'minute')}.`}
      </p>
      <a className="button button-main" href={homeHash}>
        See live rooms
      </a>
    </section>
  );
}
