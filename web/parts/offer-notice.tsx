import { useDoing } from '../page/doing.ts';
import type { Notes } from '../page/notes.ts';
import { useStore } from '../page/store.ts';
import { timeOf } from './count.ts';
import { Notice } from './notice.tsx';
import type { RoomSide } from './room-side.ts';

const asWhat = { cohost: 'to run this room as co-host', speaker: 'to speak', listener: 'to listen' };

/** An invitation that waits for an answer. */
export function OfferNotice({ api, company, room }: RoomSide) {
  const { offer } = useStore(company.notes.shown);
  const { isBusy, problem, attempt } = useDoing();
  if (!offer) return null;
  const answer = async (isAccepted: boolean) => {
    await attempt(() => api.answerInvitation(room.id, isAccepted));
    company.notes.change((notes): Notes => ({ ...notes, offer: notes.offer === offer ? undefined : notes.offer }));
  };
  return (
    <>
      <div className="notice">
        <p>
          A host invites you {asWhat[offer.role]}.
          {offer.openUntil && ` The invitation is open until ${timeOf(offer.openUntil)}.`}
        </p>
        <button type="button" className="button button-main" disabled={isBusy} onClick={() => void answer(true)}>
          Accept
        </button>
        <button type="button" className="button" disabled={isBusy} onClick={() => void answer(false)}>
          Decline
        </button>
      </div>
      {problem !== '' && <Notice kind="error">{problem}</Notice>}
    </>
  );
}
