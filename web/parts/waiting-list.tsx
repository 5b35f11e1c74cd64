import { useCallback, useEffect, useRef } from 'react';
import type { Api } from '../api/api.ts';
import { useDoing } from '../page/doing.ts';
import { usePolled } from '../page/polled.ts';
import { Problem } from './problem.tsx';

type WaitingListProps = {
  readonly api: Api;
  readonly roomId: string;
  /** The reader waits no longer: a ticket may be kept for them. */
  readonly onCalled: () => void;
};

/** The line for a ticket that comes back to a room which is sold out. */
export function WaitingList({ api, roomId, onCalled }: WaitingListProps) {
  const { isBusy, problem, attempt } = useDoing();
  const { value, again } = usePolled(
    useCallback(() => api.waitlist(roomId), [api, roomId]),
    5,
  );
  const wasWaiting = useRef(false);
  useEffect(() => {
    if (wasWaiting.current && value?.isWaiting === false) onCalled();
    wasWaiting.current = value?.isWaiting ?? false;
  }, [value, onCalled]);
  const change = async (work: () => Promise<unknown>, done: string) => {
    await attempt(work, done);
    again();
    onCalled();
  };
  if (!value) return null;
  const place = value.position === undefined ? '' : ` You are number ${value.position} in line.`;
  return (
    <>
      {value.isWaiting && (
        <p role="status">
          You are waiting for a ticket.{place} When one comes back it is kept for you, here and at your tickets.
        </p>
      )}
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
            onClick={() => void change(() => api.waitForTicket(roomId), 'You are waiting for a ticket.')}
          >
            Wait for a ticket
          </button>
        )}
      </div>
    </>
  );
}
