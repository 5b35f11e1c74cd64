import { createStore, useStore } from './store.ts';

const spoken = createStore({ text: '', count: 0 });

/** Says something to people who hear the page instead of seeing it. */
export const announce = (text: string): void => spoken.set({ text, count: spoken.get().count + 1 });

/** The one polite live region; the inner element is made anew so that the same words are said twice. */
export function Announcer() {
  const { text, count } = useStore(spoken);
  return (
    <div className="only-heard" role="status">
      <span key={count}>{text}</span>
    </div>
  );
}
