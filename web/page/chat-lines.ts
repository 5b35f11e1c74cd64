import type { Message, MessagePage } from '../api/types.ts';
import type { Frame } from '../realtime/grant.ts';

/** What this page knows of a room's chat. */
export type Chat = {
  /** Oldest first; every id once. */
  readonly lines: readonly Message[];
  /** Deleted here or by others: they do not come back, whatever is read or told later. */
  readonly deleted: ReadonlySet<string>;
  /** Leads to what was written before the first line. */
  readonly older: string | undefined;
  readonly isRead: boolean;
};

export const emptyChat: Chat = { lines: [], deleted: new Set(), older: undefined, isRead: false };

/** More lines than anybody scrolls through are let go, the oldest first. */
const mostLines = 3_000;

export function withLines(chat: Chat, messages: readonly Message[]): Chat {
  const byId = new Map(chat.lines.map((line) => [line.id, line]));
  for (const message of messages) if (!chat.deleted.has(message.id)) byId.set(message.id, message);
  const lines = [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  const isTooLong = lines.length > mostLines;
  return { ...chat, lines: lines.slice(-mostLines), older: isTooLong ? undefined : chat.older };
}

export function withoutLines(chat: Chat, ids: readonly string[]): Chat {
  const deleted = new Set([...chat.deleted, ...ids]);
  return { ...chat, deleted, lines: chat.lines.filter(({ id }) => !deleted.has(id)) };
}

/** The newest page as it was read: what it no longer has in its stretch is gone; older lines stay if nothing lies between. */
export function withNewest(chat: Chat, { data, nextCursor }: MessagePage): Chat {
  const oldest = data.at(-1)?.id ?? '';
  const before = chat.lines.filter(({ id }) => id < oldest);
  const hasHole = nextCursor !== undefined && chat.lines.at(-1) !== undefined && before.length === chat.lines.length;
  const older = chat.isRead && !hasHole && before.length > 0 ? chat.older : nextCursor;
  return withLines({ ...chat, lines: hasHole ? [] : before, older, isRead: true }, data);
}

export const withOlder = (chat: Chat, { data, nextCursor }: MessagePage): Chat => ({
  ...withLines(chat, data),
  older: nextCursor,
});

export function withTold(chat: Chat, frame: Frame): Chat {
  const { messages = [], messageIds = [] } = toFacts(frame);
  if (frame.type === 'chat.posted') return withLines(chat, messages);
  return frame.type === 'chat.deleted' ? withoutLines(chat, messageIds) : chat;
}

/** Frames tell everybody everything: what blocked people wrote is left out here. */
export const linesFor = ({ lines }: Chat, blocked: ReadonlySet<string>): readonly Message[] =>
  lines.filter(({ userId }) => !blocked.has(userId));

const toFacts = (frame: Frame) =>
  frame as { readonly messages?: readonly Message[]; readonly messageIds?: readonly string[] };
