import type { Room } from '../api/types.ts';
import { ScreenTitle } from '../page/screen-title.tsx';

/** A room that has not begun. */
export function PlannedRoom({ room }: { readonly room: Room }) {
  const when = room.startsAt && new Date(room.startsAt).toLocaleString([], { dateStyle: 'full', timeStyle: 'short' });
  return (
    <section className="card narrow">
      <ScreenTitle tab={room.title}>{room.title}</ScreenTitle>
      <p>{when ? `It starts on ${when}.` : 'It has not started yet.'}</p>
      <p className="quiet">This page opens the room when the host starts it.</p>
    </section>
  );
}
