import type { Api } from '../api/api.ts';
import { wordsFor } from '../api/http.ts';
import type { Room } from '../api/types.ts';
import { usePolled } from '../page/polled.ts';
import { planHash, roomHash, salesHash } from '../page/route.ts';
import { ScreenTitle } from '../page/screen-title.tsx';
import { dayOf } from '../parts/count.ts';
import { Notice } from '../parts/notice.tsx';
import { PayoutCard } from '../parts/payout-card.tsx';
import { priceOf } from '../parts/price.ts';

/** A host's rooms, what they sell, and whether they can be paid. */
export function Hosting({ api }: { readonly api: Api }) {
  const { value: rooms, error } = usePolled(api.myRooms, 30);
  return (
    <div className="page-narrow">
      <ScreenTitle tab="Your rooms">Your rooms and payouts</ScreenTitle>
      <PayoutCard api={api} />
      <section className="card" aria-labelledby="rooms">
        <h2 id="rooms">Your rooms</h2>
        {!rooms && error === undefined && <p className="quiet">Reading…</p>}
        {!rooms && error !== undefined && <Notice kind="error">{wordsFor(error)}</Notice>}
        {rooms?.length === 0 && <p>You have not hosted a room yet.</p>}
        <ul className="rows">
          {rooms?.map((room) => (
            <RoomRow key={room.id} room={room} />
          ))}
        </ul>
        <div className="buttons buttons-start">
          <a className="button button-main" href={planHash}>
            Plan a room
          </a>
        </div>
      </section>
    </div>
  );
}

function RoomRow({ room }: { readonly room: Room }) {
  const { id, title, isTicketed, ticketPrice } = room;
  return (
    <li className="row">
      <span className="row-words">
        <a className="row-name" href={roomHash(id)}>
          {title}
        </a>
        <span className="quiet">
          {whenOf(room)}
          {isTicketed && ticketPrice && ` · ${priceOf(ticketPrice)} a ticket`}
        </span>
      </span>
      {isTicketed && (
        <a className="button button-small" href={salesHash(id)} aria-label={`Sales of ${title}`}>
          Sales
        </a>
      )}
    </li>
  );
}

function whenOf({ status, startsAt, endedAt }: Room): string {
  if (status === 'live') return 'Live now';
  if (status === 'canceled') return 'Canceled';
  if (status === 'ended') return endedAt ? `Ended ${dayOf(endedAt)}` : 'Ended';
  return startsAt ? `Starts ${dayOf(startsAt)}` : 'Planned';
}
