import type { Pin } from '../api/types.ts';
import { useDoing } from '../page/doing.ts';
import { linkOf } from '../page/safe-link.ts';
import { isHosting, isOfStage } from '../page/what-one-may.ts';
import { PinForm } from './pin-form.tsx';
import { Problem } from './problem.tsx';
import type { RoomSide } from './room-side.ts';

/** What the stage shows: links as text, which nothing of this page follows by itself. */
export function Pins(side: RoomSide) {
  const { api, room, me, role, isInside } = side;
  const { isBusy, problem, attempt } = useDoing();
  const mayPin = isInside && isOfStage(role);
  if (room.pins.length === 0 && !mayPin) return null;
  return (
    <section className="card pins" aria-labelledby="pins">
      <h2 id="pins">Pinned</h2>
      {room.pins.length > 0 && (
        <ul className="pin-list">
          {room.pins.map((pin) => (
            <li key={pin.id} className="pin">
              <PinWords pin={pin} />
              {mayPin && (pin.userId === me.id || isHosting(role)) && (
                <button
                  type="button"
                  className="button button-quiet"
                  disabled={isBusy}
                  aria-label={`Remove the pin ${pin.note ?? pin.url}`}
                  onClick={() => void attempt(() => api.unpin(room.id, pin.id), 'Pin removed.')}
                >
                  Remove
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      <Problem>{problem}</Problem>
      {mayPin && <PinForm {...side} />}
    </section>
  );
}

/** The link stands there in full: nobody is led anywhere by a note alone. */
export function PinWords({ pin: { url, note } }: { readonly pin: Pin }) {
  const link = linkOf(url);
  const shown = link === undefined ? `Post ${url}` : url;
  return (
    <div className="pin-words">
      {note !== undefined && <span>{note}</span>}
      {link === undefined ? (
        <span className="quiet">{shown}</span>
      ) : (
        <a href={link} target="_blank" rel="noopener noreferrer nofollow">
          {shown}
          <span className="only-heard"> (opens elsewhere)</span>
        </a>
      )}
    </div>
  );
}
