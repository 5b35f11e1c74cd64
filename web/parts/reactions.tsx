import { useEffect, useRef, useState } from 'react';
import { useDoing } from '../page/doing.ts';
import { noNotes } from '../page/notes.ts';
import { useStore } from '../page/store.ts';
import { Problem } from './problem.tsx';
import type { RoomSide } from './room-side.ts';

type Floater = { readonly id: number; readonly emoji: string; readonly place: number };

/** More at once would only be a blur. */
const mostFloaters = 14;
const mostOfOneTick = 5;

/** The emoji of this deployment with how often each was sent; what comes in rises over the stage. */
export function Reactions({ api, config, company, room, isInside }: RoomSide) {
  const { reactions } = useStore(company.notes.shown);
  const { problem, attempt } = useDoing();
  const { floaters, rise, drop } = useFloaters(reactions);
  const send = (emoji: string) => {
    rise(emoji, 1, true);
    void attempt(() => api.react(room.id, emoji));
  };
  return (
    <div className="reactions">
      <ul className="reaction-row" aria-label="Reactions">
        {config.reactions.map((emoji) => (
          <li key={emoji}>
            <button type="button" className="reaction" disabled={!isInside} onClick={() => send(emoji)}>
              <span className="emoji">{emoji}</span>
              <span className="reaction-count">{shortCount(reactions[emoji] ?? 0)}</span>
            </button>
          </li>
        ))}
      </ul>
      <Problem>{problem}</Problem>
      <div className="floaters" aria-hidden="true">
        {floaters.map(({ id, emoji, place }) => (
          <span key={id} className="floater" style={{ left: `${place}%` }} onAnimationEnd={() => drop(id)}>
            {emoji}
          </span>
        ))}
      </div>
    </div>
  );
}

const counts = new Intl.NumberFormat('en', { notation: 'compact' });
const shortCount = (count: number): string => (count === 0 ? '' : counts.format(count));

/** Totals only grow; the difference to the last ones rises, not what was sent before one came. What this page sent itself has risen already. */
function useFloaters(totals: Readonly<Record<string, number>>) {
  const [floaters, setFloaters] = useState<readonly Floater[]>([]);
  const known = useRef<Readonly<Record<string, number>>>(undefined);
  const own = useRef(new Map<string, number>());
  const nextId = useRef(0);
  const rise = (emoji: string, count: number, isOwn = false) => {
    if (isOwn) own.current.set(emoji, (own.current.get(emoji) ?? 0) + 1);
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    const risen = Array.from({ length: Math.min(count, mostOfOneTick) }, () => {
      nextId.current += 1;
      return { id: nextId.current, emoji, place: 8 + Math.random() * 84 };
    });
    setFloaters((before) => [...before, ...risen].slice(-mostFloaters));
  };
  const risen = useRef(rise);
  risen.current = rise;
  useEffect(() => {
    const before = known.current;
    if (before === totals) return;
    known.current = totals;
    for (const [emoji, total] of Object.entries(totals)) {
      const mine = own.current.get(emoji) ?? 0;
      const added = before && before !== noNotes.reactions ? total - (before[emoji] ?? 0) : 0;
      own.current.set(emoji, Math.max(0, mine - added));
      if (added > mine) risen.current(emoji, added - mine);
    }
  }, [totals]);
  return { floaters, rise, drop: (id: number) => setFloaters((before) => before.filter((each) => each.id !== id)) };
}
