import { describe, expect, test } from 'vitest';
import {
  changeChat,
  deletedFrames,
  type Message,
  mayDelete,
  messageText,
  type Pace,
  paceAfter,
  postedFrames,
} from '../../domain/chat.ts';
import { prefixedId, timeOfId } from '../../domain/ids.ts';
import { type Action, may, type Role, roles } from '../../domain/permissions.ts';
import { filterText } from '../../domain/text-filter.ts';
import { actor, at, codeOf, cohostId, hostId, later, listenerId, live, place, policy, speakerId } from './given.ts';

const open = { isOn: true, slowModeSeconds: 0 };
const listener: readonly Role[] = ['listener'];

/** Writes at each of those seconds after noon, as long as it may; the wait when it may not. */
function write(seconds: readonly number[], held = listener, settings = open): (number | string)[] {
  let pace: Pace = [];
  return seconds.map((second) => {
    const decision = paceAfter(pace, settings, held, later(second));
    if (!decision.isAllowed) return `${decision.refusal.code} ${decision.refusal.retryAfterSeconds}`;
    pace = decision.value;
    return second;
  });
}

describe('the pace of one person', () => {
  test('is five messages in any ten seconds, wherever they begin', () => {
    expect(write([0, 1, 2, 3, 4, 5])).toEqual([0, 1, 2, 3, 4, 'too_fast 5']);
    expect(write([0, 6, 7, 8, 9, 9.5, 10, 11, 15.9, 16])).toEqual([
      ...[0, 6, 7, 8, 9, 'too_fast 1', 10],
      'too_fast 5',
      'too_fast 1',
      16,
    ]);
  });

  test('in slow mode is one message in so many seconds, except for the hosts', () => {
    const slow = { isOn: true, slowModeSeconds: 30 };
    expect(write([0, 1, 29.5, 30], listener, slow)).toEqual([0, 'slow_mode 29', 'slow_mode 1', 30]);
    expect(write([0, 1], ['speaker'], slow)).toEqual([0, 'slow_mode 29']);
    for (const role of ['host', 'cohost'] as const) expect(write([0, 1, 2], [role], slow)).toEqual([0, 1, 2]);
  });

  test('is none at all when the chat is off', () => {
    for (const role of roles)
      expect(write([0], [role], { isOn: false, slowModeSeconds: 0 })).toEqual(['chat_off undefined']);
  });
});

describe('deleting', () => {
  const message: Message = { id: 'msg_1', roomId: 'r', userId: '7', text: 'x', at: at(0) };
  const allowed = (role: Role, by: string, one: Message | undefined = message) => mayDelete(one, by, [role]).isAllowed;

  test.each(roles)('%s deletes what the table allows, of themselves and of others', (role) => {
    const able = (...actions: Action[]) => actions.some((action) => may(role, action));
    expect(allowed(role, '7')).toBe(able('delete_own_message', 'delete_message'));
    expect(allowed(role, '8')).toBe(able('delete_message'));
  });

  test('of a message that is not there is refused to whoever may delete none', () => {
    expect(['listener', 'moderator'].map((role) => mayDelete(undefined, '7', [toRole(role)]).isAllowed)).toEqual([
      true,
      true,
    ]);
    expect(mayDelete(undefined, '7', ['outsider']).isAllowed).toBe(false);
  });
});
const toRole = (name: string) => name as Role;

describe('settings of the chat', () => {
  const room = live({ stage: [place(hostId, 'host'), place(cohostId, 'cohost'), place(speakerId, 'speaker')] });
  const change = (userId: string, wish: object) =>
    changeChat(room, { actor: actor(userId), isListening: true, now: later(5), policy }, wish);

  test('are the hosts’', () => {
    for (const userId of [hostId, cohostId]) expect(codeOf(change(userId, { isOn: false }))).toBeUndefined();
    for (const userId of [speakerId, listenerId])
      expect(codeOf(change(userId, { isOn: false }))).toBe('not_allowed_for_role');
  });

  test('keep what is not named, and change nothing when they are the same', () => {
    const slow = change(hostId, { slowModeSeconds: 5 });
    expect(slow.isAllowed && [slow.value.chat, slow.value.version]).toEqual([
      { isOn: true, slowModeSeconds: 5 },
      room.version + 1,
    ]);
    expect(change(hostId, { isOn: true })).toEqual({ isAllowed: true, value: room });
  });
});

describe('frames of a batch', () => {
  const said = (count: number, text: string): Message[] =>
    Array.from({ length: count }, (_, index) => ({
      id: `msg_${String(index).padStart(13, '0')}`,
      roomId: '0000000000abc',
      userId: '7',
      text,
      at: at(index),
    }));

  test('hold every message once, by id, whatever order they came in', () => {
    const messages = said(5, 'x');
    const [frame, ...others] = postedFrames(live(), messages.toReversed(), 'b1');
    expect(others).toEqual([]);
    expect(frame).toEqual({
      id: '0000000000abc.chat.posted.b1.0',
      channel: '/rostrum/room/0000000000abc/live',
      type: 'chat.posted',
      at: at(4),
      facts: { messages: messages.map(({ id, userId, text, at }) => ({ id, userId, text, at })) },
    });
    expect(postedFrames(live(), [], 'b1')).toEqual([]);
  });

  test('are as many as keep each below 100 KB, in order', () => {
    const messages = said(100, '💥'.repeat(500));
    const frames = postedFrames(live(), messages, 'b1');
    const sizes = frames.map(({ facts }) => new TextEncoder().encode(JSON.stringify(facts)).length);
    expect(Math.max(...sizes)).toBeLessThan(100_000);
    expect(frames.map(({ id }) => id)).toEqual(frames.map((_, index) => `0000000000abc.chat.posted.b1.${index}`));
    const told = frames.flatMap(({ facts }) => toMessages(facts['messages']).map(({ id }) => id));
    expect(told).toEqual(messages.map(({ id }) => id));
  });

  test('name what was deleted, and no text of it', () => {
    const [one, two] = said(2, 'gone').map((message) => ({ ...message, deletedAt: at(9) }));
    const frames = deletedFrames(live({ audience: 'invited' }), one && two ? [one, two] : [], 'b2');
    expect(frames).toEqual([
      {
        id: '0000000000abc.chat.deleted.b2',
        channel: '/rostrum/room/0000000000abc/live-1',
        type: 'chat.deleted',
        at: at(9),
        facts: { messageIds: [one?.id, two?.id] },
      },
    ]);
    expect(deletedFrames(live(), [], 'b2')).toEqual([]);
  });
});
const toMessages = (value: unknown) => value as readonly Message[];

describe('a text', () => {
  test('stands as it is unless a word of the operator is in it, as a whole word', () => {
    const words = ['darn', 'bad words', 'straße', 'ｗｉｄｅ'];
    for (const text of ['Darn!', 'oh, DARN it', 'bad,  words', 'in der STRASSE, STRAßE', 'wide', 'a-darn-b'])
      expect([text, filterText(text, words).isAllowed]).toEqual([text, false]);
    for (const text of ['darning socks', 'words bad', 'bad', 'widely', '', '...'])
      expect([text, filterText(text, words).isAllowed]).toEqual([text, true]);
    expect(filterText('anything', ['', '!!'])).toEqual({ isAllowed: true, value: 'anything' });
  });

  test('of a message has 1 to 500 characters, and no blocked word', () => {
    expect(messageText('cafe\u0301', [])).toEqual({ isAllowed: true, value: 'café' });
    for (const text of ['', ' ', 'x'.repeat(501), 'a\nb', 'a\ud800'])
      expect(messageText(text, [])).toMatchObject({ refusal: { code: 'invalid_field', param: 'text' } });
    expect(messageText('x y', ['y'])).toMatchObject({ refusal: { code: 'invalid_field', param: 'text' } });
  });
});

test('an id says when it was made', () => {
  for (const now of [0, 1, later(0), later(86_400) + 7, 62 ** 7 - 1])
    expect(timeOfId(prefixedId('msg', now, new Uint8Array(8)))).toBe(now);
});
