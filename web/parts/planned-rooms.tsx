import type { Api } from '../api/api.ts';
import { wordsFor } from '../api/http.ts';
import { usePolled } from '../page/polled.ts';
import { roomHash } from '../page/route.ts';
import { dayOf } from './count.ts';
import { Notice } from './notice.tsx';
import { priceOf } from './price.ts';

/** Rooms that everybody may come to later; nothing while there are none. */
export function PlannedRooms({ api }: { readonly api: Api }) {
  const { value: rooms, error } = usePolled(api.plannedRooms, 30);
  // A hint: what is live stands above and has the louder word.
  if (!rooms && error !== undefined)
    return <Notice kind="hint">The planned rooms are not shown for the moment. {wordsFor(error)}</Notice>;
  if (!rooms || rooms.length === 0) return null;
  return (
    <section className="card planned" aria-labelledby="planned">
      <h2 id="planned">Planned</h2>
      <ul className="rows">
        {rooms.map(({ id, title, startsAt, isTicketed, ticketPrice }) => (
          <li className="row" key={id}>
            <span className="row-words">
              <a className="row-name" href={roomHash(id)}>
                {title}
              </a>
              <span className="quiet">
                {startsAt && `Starts ${dayOf(startsAt)}`}
                {isTicketed && ticketPrice && ` · ${priceOf(ticketPrice)} a ticket`}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
