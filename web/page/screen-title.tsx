import { type ReactNode, useEffect, useRef } from 'react';

let hasShownOne = false;

/** The heading of a screen. It names the tab, and takes the focus when one screen gives way to another. */
export function ScreenTitle({ tab, children }: { readonly tab: string; readonly children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // On the first screen the browser's own start of the page is the right place.
    if (hasShownOne) heading.current?.focus();
    hasShownOne = true;
  }, []);
  useEffect(() => {
    document.title = tab === 'Rostrum' ? tab : `${tab} · Rostrum`;
  }, [tab]);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}
