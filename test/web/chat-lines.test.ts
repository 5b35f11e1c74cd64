import { describe, expect, it } from 'vitest';
import type { Message } from '../../web/api/types.ts';
import {
  type Chat,
  emptyChat,
  linesFor,
  withLines,
  withNewest,
  withOlder,
  withoutLines,
  withTold,
} from '../../web/page/chat-lines.ts';
import { follow } from '../../web/page/followed.ts';

const line = (id: number, userId = '1'): Message => ({
  id: `msg_${String(id).padStart(13, '0')}`,
  userId,
  text: `line ${id}`,
  at: '2026-11-21T12:00:00.000Z',
});
const lines = (...ids: number[]) => ids.map((id) => line(id));
const idsIn = (chat: Chat) => chat.lines.map(({ id }) => Number(id.slice(4)));
/** As the API answers: newest first. */
const page = (ids: readonly number[], nextCursor?: string) => ({
  data: lines(...ids).reverse(),
  ...(nextCursor !== undefined && { nextCursor }),
});
const told = (type: string, facts: object) => ({ seq: 1, at: '2026-11-21T12:00:00.000Z', type, ...facts });
const posted = (...ids: number[]) => told('chat.posted', { messages: lines(...ids) });
const deleted = (...ids: number[]) => told('chat.deleted', { messageIds: lines(...ids).map(({ id }) => id) });

describe('the chat on the page', () => {
  it('has every message once, oldest first, in whatever order it is told', () => {
    const chat = [posted(3, 1), posted(2), posted(3)].reduce(withTold, emptyChat);
    expect(idsIn(chat)).toEqual([1, 2, 3]);
  });

  it('does not bring a deleted message back, also when it is told or read afterwards', () => {
    const chat = [posted(1, 2), deleted(2), posted(2)].reduce(withTold, emptyChat);
    expect(idsIn(chat)).toEqual([1]);
    expect(idsIn(withNewest(chat, page([1, 2])))).toEqual([1]);
    expect(idsIn(withOlder(chat, page([2])))).toEqual([1]);
    expect(idsIn(withLines(withoutLines(chat, [line(4).id]), lines(4)))).toEqual([1]);
  });

  it('drops what the reading of its stretch no longer has, and keeps what is older', () => {
    const chat = withNewest(withLines(emptyChat, lines(1, 2, 3, 4, 5)), page([3, 5], 'c'));
    expect(idsIn(chat)).toEqual([1, 2, 3, 5]);
    expect(idsIn(withNewest(chat, page([])))).toEqual([]);
  });

  it('begins anew at the newest page when more was missed than a page holds', () => {
    const before = withNewest(emptyChat, page([1, 2, 3], 'before 1'));
    const after = withNewest(before, page([20, 21, 22], 'before 20'));
    expect(idsIn(after)).toEqual([20, 21, 22]);
    expect(after.older).toBe('before 20');
    expect(idsIn(withOlder(after, page([17, 18, 19])))).toEqual([17, 18, 19, 20, 21, 22]);
  });

  it('goes on paging back from where it was after a reading that joins what is known', () => {
    const read = withNewest(emptyChat, page([5, 6, 7], 'before 5'));
    const back = withOlder(read, page([2, 3, 4], 'before 2'));
    const healed = withNewest(back, page([6, 7, 8], 'before 6'));
    expect(idsIn(healed)).toEqual([2, 3, 4, 5, 6, 7, 8]);
    expect(healed.older).toBe('before 2');
  });

  it('leaves out what people wrote whom the reader has blocked, and shows it again afterwards', () => {
    const chat = withLines(emptyChat, [line(1), line(2, '66'), line(3)]);
    expect(linesFor(chat, new Set(['66'])).map(({ userId }) => userId)).toEqual(['1', '1']);
    expect(linesFor(chat, new Set())).toHaveLength(3);
  });
});

describe('what is read while it is told', () => {
  /** A chat whose readings are answered by hand, the first one first. */
  function openChat() {
    const answers: ((ids: readonly number[]) => void)[] = [];
    const chat = follow<Chat>({
      first: emptyChat,
      read: () =>
        new Promise((go) => {
          answers.push((ids) => go((known) => withNewest(known, page(ids))));
        }),
      fold: withTold,
    });
    return { chat, answers, ids: () => idsIn(chat.shown.get()) };
  }

  it('keeps a message that came while an older reading was under way', async () => {
    const { chat, answers, ids } = openChat();
    const reading = chat.refresh();
    chat.hear(posted(2));
    chat.change((known) => withLines(known, lines(3)));
    answers[0]?.([1]);
    await reading;
    expect(ids()).toEqual([1, 2, 3]);
  });

  it('lets no earlier reading overtake a later one', async () => {
    const { chat, answers, ids } = openChat();
    const readings = [chat.refresh(), chat.refresh()];
    answers[1]?.([1, 2]);
    await readings[1];
    answers[0]?.([1]);
    await readings[0];
    expect(ids()).toEqual([1, 2]);
  });
});
