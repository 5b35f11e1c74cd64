import { useLayoutEffect, useRef, useState } from 'react';
import { linesFor, withOlder } from '../page/chat-lines.ts';
import { useDoing } from '../page/doing.ts';
import { useStore } from '../page/store.ts';
import { isHosting } from '../page/what-one-may.ts';
import { ChatLine } from './chat-line.tsx';
import { ChatSettings } from './chat-settings.tsx';
import { Composer } from './composer.tsx';
import { Problem } from './problem.tsx';
import type { RoomSide } from './room-side.ts';

/** As many lines as are drawn at once; earlier ones come on request. */
const linesAtOnce = 100;

/** What people write beside the sound. */
export function Chat(side: RoomSide) {
  const { api, company, room, role, isInside } = side;
  const chat = useStore(company.chat.shown);
  const blocked = useStore(company.blocked.shown);
  const [most, setMost] = useState(linesAtOnce);
  const { isBusy, problem, attempt } = useDoing();
  const all = linesFor(chat, blocked);
  const lines = all.slice(-most);
  const hasEarlier = all.length > lines.length || chat.older !== undefined;
  const showEarlier = async () => {
    setMost(most + linesAtOnce);
    if (all.length >= most + linesAtOnce || chat.older === undefined) return;
    const { older } = chat;
    await attempt(async () => {
      const page = await api.messages(room.id, older);
      company.chat.change((known) => withOlder(known, page));
    });
  };
  const list = useStayingAtEnd(lines.at(-1)?.id);
  return (
    <section className="card chat" aria-labelledby="chat">
      <h2 id="chat">Chat</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard */}
      <div ref={list} hidden={!isInside} className="chat-lines" role="log" aria-label="Messages" tabIndex={0}>
        {hasEarlier && (
          <button type="button" className="button button-quiet" disabled={isBusy} onClick={() => void showEarlier()}>
            Earlier messages
          </button>
        )}
        {chat.isRead && lines.length === 0 && <p className="quiet">Nobody has written anything yet.</p>}
        {lines.map((line) => (
          <ChatLine key={line.id} line={line} side={side} />
        ))}
      </div>
      <Problem>{problem}</Problem>
      <Composer {...side} />
      {isInside && isHosting(role) && <ChatSettings {...side} />}
    </section>
  );
}

/** Follows the newest line, unless the reader has scrolled up to read. */
function useStayingAtEnd(newest: string | undefined) {
  const list = useRef<HTMLDivElement>(null);
  const shown = useRef<string>(undefined);
  useLayoutEffect(() => {
    const { current } = list;
    if (!current || newest === shown.current) return;
    const isFirst = shown.current === undefined;
    shown.current = newest;
    const distance = current.scrollHeight - current.clientHeight - current.scrollTop;
    const addedHeight = current.lastElementChild?.clientHeight ?? 0;
    if (isFirst || distance < addedHeight + 80) current.scrollTop = current.scrollHeight;
  }, [newest]);
  return list;
}
