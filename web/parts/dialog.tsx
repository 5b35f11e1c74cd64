import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import { Announcer } from '../page/announcer.tsx';

type DialogProps = {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
};

/** Something that wants an answer first. The browser's own dialog keeps the focus inside and gives it back. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useLayoutEffect(() => {
    const { current } = dialog;
    current?.showModal();
    // Still in the page: closing gives the focus back.
    return () => current?.close();
  }, []);
  return (
    <dialog ref={dialog} className="card" aria-labelledby={id} onClose={onClose}>
      <h2 id={id}>{title}</h2>
      {children}
      <Announcer />
    </dialog>
  );
}
