import { useEffect, useId, useRef } from 'react';

type ConfirmProps = {
  readonly title: string;
  readonly words: string;
  readonly yes: string;
  readonly onYes: () => void;
  readonly onNo: () => void;
};

/** Asks before what cannot be undone. The browser's own dialog keeps the focus inside and gives it back. */
export function Confirm({ title, words, yes, onYes, onNo }: ConfirmProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="card" aria-labelledby={id} onClose={onNo}>
      <h2 id={id}>{title}</h2>
      <p>{words}</p>
      <div className="buttons">
        <button type="button" className="button" onClick={() => dialog.current?.close()}>
          Keep it open
        </button>
        <button type="button" className="button button-danger" onClick={onYes}>
          {yes}
        </button>
      </div>
    </dialog>
  );
}
