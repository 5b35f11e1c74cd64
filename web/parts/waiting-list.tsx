import { useCallback, useEffect, useRef } from 'react';
import type { Api } from '../api/api.ts';
import { wordsFor } from '../api/http.ts';
import type { Waitlist } from '../api/ticket-types.ts';
import { useDoing } from '../page/doing.ts';
import { usePolled } from '../page/polled.ts';
import { useAnnounced } from '../page/use-announced.ts';
import { Notice } from './notice.tsx';
import { Problem } from './problem.tsx';

type WaitingListProps = {
  readonly api: Api;
  readonly roomId: string;
  /** The reader waits no longer: a ticket may be kept for them. */
  readonly onCalled: () => void;
};

/** Only who waits is called; who does not has nothing to learn here. */
const pauseOf = (read: Waitlist | undefined): number | undefined => (!read || read.isWaiting ? 20 : undefined);

/** The line for a ticket that comes back to a room which is sold out. */
export function WaitingList({ api, roomId, onCalled }: WaitingListProps) {
  const { isBusy, problem, attempt } = useDoing();
  const { value, error, again } = usePolled(
    useCallback(() => api.waitlist(roomId), [api, roomId]),
    pauseOf,
  );
  const wasWaiting = useRef(false);
  useEffect(() => {
    if (wasWaiting.current && value?.isWaiting === false) onCalled();
    wasWaiting.current = value?.isWaiting ?? false;
  }, [value, onCalled]);
  const change = async (work: () => Promise<unknown>, done?: string) => {
    await attempt(work, done);
    again();
    onCalled();
  };
  const words = value && waitingWords(value);
  useAnnounced(words);
  if (!value) return error === undefined ? null : <Notice kind="error">{wordsFor(error)}</Notice>;
  return (
    <>
      {value.isWaiting && <p>{words}</p>}
      <Problem>{problem}</Problem>
      <div className="buttons buttons-start">
        {value.isWaiting ? (
          <button
            type="button"
            className="button"
            disabled={isBusy}
            onClick={() => void change(() => api.stopWaiting(roomId), 'You are not waiting any more.')}
          >
            Stop waiting
          </button>
        ) : (
          <button
            type="button"
            className="button button-main"
            disabled={isBusy}
            onClick={() => void change(() => api.waitForTicket(roomId))}
          >
            Wait for a ticket
          </button>
        )}
      </div>
    </>
  );
}

function waitingWords({ isWaiting, position }: Waitlist): string {
  if (!isWaiting) return '';
  const place = position === undefined ? '' : ` You are number ${position} in line.`;
  return `You are waiting for a ticket.${place} When one comes back it is kept for you, here and at your tickets.`;
}
