import type { ReactNode } from 'react';

type NoticeProps = {
  /** `error` interrupts a screen reader, the others wait their turn. */
  readonly kind: 'error' | 'warning' | 'hint';
  readonly children: ReactNode;
  /** What the reader can do about it. */
  readonly action?: { readonly label: string; readonly run: () => void } | undefined;
};

export function Notice({ kind, children, action }: NoticeProps) {
  return (
    <div className={`notice notice-${kind}`} role={kind === 'error' ? 'alert' : undefined}>
      <p>{children}</p>
      {action && (
        <button type="button" className="button" onClick={action.run}>
          {action.label}
        </button>
      )}
    </div>
  );
}
