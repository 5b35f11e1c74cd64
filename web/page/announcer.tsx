import { useState } from 'react';
import { createStore, useStore } from './store.ts';

const spoken = createStore({ text: '', count: 0 });

/** Says something to people who hear the page instead of seeing it. */
export const announce = (text: string): void => spoken.set({ text, count: spoken.get().count + 1 });

/**
 * The polite live region, one for the page and one for each dialog: what lies around an open dialog is not read out. It says
 * what comes after it. The inner element is made anew so that the same words are said twice.
 */
export function Announcer() {
  const { text, count } = useStore(spoken);
  const [first] = useState(count);
  return (
    <div className="only-heard" role="status">
      <span key={count}>{count > first && text}</span>
    </div>
  );
}
