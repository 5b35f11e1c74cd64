import { type FormEvent, useId, useRef, useState } from 'react';
import type { Api } from '../api/api.ts';
import { newKey } from '../api/http.ts';
import { useDoing } from '../page/doing.ts';
import { Dialog } from './dialog.tsx';
import { Problem } from './problem.tsx';
import { reasonWords } from './reason-words.ts';

type ReportFormProps = {
  readonly api: Pick<Api, 'report'>;
  readonly reasons: readonly string[];
  readonly roomId: string;
  /** The person it is about; without one it is about the room. */
  readonly userId?: string | undefined;
  /** What is reported, in words. */
  readonly about: string;
  readonly onClose: () => void;
};

/** Tells moderators of a person or a room. */
export function ReportForm({ api, reasons, roomId, userId, about, onClose }: ReportFormProps) {
  const [reason, setReason] = useState('');
  const [text, setText] = useState('');
  const [isSent, setIsSent] = useState(false);
  const { isBusy, problem, attempt } = useDoing();
  const key = useRef(newKey());
  const id = useId();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const wish = { reason, roomId, ...(userId && { userId }), ...(text.trim() !== '' && { text: text.trim() }) };
    if (await attempt(() => api.report(wish, key.current), 'Report sent.')) setIsSent(true);
    else key.current = newKey();
  };
  return (
    <Dialog title={isSent ? 'Thank you' : `Report ${about}`} onClose={onClose}>
      {isSent ? (
        <>
          <p>Moderators will look at it, with what happened in the room just now. Nobody else learns who reported.</p>
          <div className="buttons">
            <button type="button" className="button button-main" onClick={onClose}>
              Close
            </button>
          </div>
        </>
      ) : (
        <form className="settings" onSubmit={submit}>
          <fieldset className="choices">
            <legend>What is wrong?</legend>
            {reasons.map((each) => (
              <label key={each} className="choice">
                <input type="radio" name={id} value={each} checked={reason === each} onChange={() => setReason(each)} />
                {reasonWords(each)}
              </label>
            ))}
          </fieldset>
          <label htmlFor={`${id}-text`}>What happened? (optional)</label>
          <textarea
            id={`${id}-text`}
            rows={3}
            maxLength={1000}
            value={text}
            onChange={(e) => setText(e.target.value)}
          />
          <Problem>{problem}</Problem>
          <div className="buttons">
            <button type="button" className="button" onClick={onClose}>
              Cancel
            </button>
            <button type="submit" className="button button-main" disabled={isBusy || reason === ''}>
              Send report
            </button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
