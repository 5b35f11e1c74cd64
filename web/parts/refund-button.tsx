import { useState } from 'react';
import type { Api } from '../api/api.ts';
import { useDoing } from '../page/doing.ts';
import { Confirm } from './confirm.tsx';
import { Problem } from './problem.tsx';

type RefundButtonProps = { readonly api: Api; readonly roomId: string; readonly onDone: () => void };

/** Takes a paid ticket back before the room starts. */
export function RefundButton({ api, roomId, onDone }: RefundButtonProps) {
  const [isAsking, setIsAsking] = useState(false);
  const { isBusy, problem, attempt } = useDoing();
  const refund = async () => {
    setIsAsking(false);
    await attempt(() => api.cancelTicket(roomId));
    onDone();
  };
  return (
    <>
      <button type="button" className="button" disabled={isBusy} onClick={() => setIsAsking(true)}>
        Get a refund
      </button>
      <Problem>{problem}</Problem>
      {isAsking && (
        <Confirm
          title="Give the ticket back?"
          words="Your money goes back the way it came, and somebody else can have your place."
          yes="Give it back"
          no="Keep it"
          onYes={() => void refund()}
          onNo={() => setIsAsking(false)}
        />
      )}
    </>
  );
}
