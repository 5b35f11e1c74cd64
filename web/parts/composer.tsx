import { type FormEvent, useId, useRef, useState } from 'react';
import { newKey } from '../api/http.ts';
import { withLines } from '../page/chat-lines.ts';
import { useDoing } from '../page/doing.ts';
import { isHosting } from '../page/what-one-may.ts';
import type { RoomSide } from './room-side.ts';

const mostCharacters = 500;

/** Where one writes a message. The same text sent again after a lost answer is posted once. */
export function Composer({ api, company, room, role, isInside }: RoomSide) {
  const [text, setText] = useState('');
  const { isBusy, problem, attempt } = useDoing();
  const key = useRef('');
  const id = useId();
  if (!isInside) return <p className="quiet">Enter the room to read and write.</p>;
  if (!room.isChatOn) return <p className="quiet">A host has turned the chat off.</p>;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const said = text.trim();
    if (said === '' || isBusy) return;
    key.current ||= newKey();
    const isSaid = await attempt(async () => {
      const message = await api.say(room.id, said, key.current);
      company.chat.change((known) => withLines(known, [message]));
    });
    if (!isSaid) return;
    key.current = '';
    setText('');
  };
  const write = (written: string) => {
    key.current = '';
    setText(written);
  };
  const isTooLong = [...text.normalize('NFC')].length > mostCharacters;
  const isSlow = room.slowModeSeconds > 0 && !isHosting(role);
  return (
    <form className="composer" onSubmit={submit}>
      <label className="only-heard" htmlFor={id}>
        Your message
      </label>
      <input
        id={id}
        value={text}
        autoComplete="off"
        placeholder="Write something"
        aria-describedby={`${id}-words`}
        onChange={(event) => write(event.target.value)}
      />
      <button type="submit" className="button button-main" disabled={isBusy || isTooLong}>
        Send
      </button>
      <p className="quiet composer-words" id={`${id}-words`}>
        {isTooLong && `A message has at most ${mostCharacters} characters.`}
        {isSlow && `Slow mode: one message in ${room.slowModeSeconds} seconds.`}
      </p>
      <p className="problem composer-words" role="alert">
        {problem}
      </p>
    </form>
  );
}
