import type { Api } from '../api/api.ts';
import type { Frame } from '../realtime/grant.ts';
import { type Chat, emptyChat, withNewest, withTold } from './chat-lines.ts';
import { type Followed, follow } from './followed.ts';
import { type Notes, noNotes, noted } from './notes.ts';
import { type Queue, queueTold } from './queue.ts';

/** What goes on in a room around its sound, for one person: the chat, the queue, whom they have blocked, what they are told. */
export type Company = {
  readonly chat: Followed<Chat>;
  readonly queue: Followed<Queue>;
  readonly blocked: Followed<ReadonlySet<string>>;
  readonly notes: Followed<Notes>;
  /** Somebody who runs the room sees who asks to speak. */
  setHosting(isHosting: boolean): void;
  hear(frame: Frame): void;
  /** Reads again all that may have been told unheard. Throws what the API throws. */
  refresh(): Promise<unknown>;
  /** Told of every frame, after it was heard. Answers what ends that. */
  onFrame(listener: (frame: Frame) => void): () => void;
};

export type CompanyApi = Pick<Api, 'messages' | 'requests' | 'blocks'>;

/** Whoever has blocked more people sees some of their lines. */
const mostBlockPages = 20;

export function createCompany(api: CompanyApi, roomId: string): Company {
  const listeners = new Set<(frame: Frame) => void>();
  let isHosting = false;
  const chat = follow({
    first: emptyChat,
    async read() {
      const page = await api.messages(roomId);
      return (known: Chat) => withNewest(known, page);
    },
    fold: withTold,
  });
  const queue = follow<Queue>({
    first: [],
    async read() {
      const requests = isHosting ? await api.requests(roomId) : [];
      return () => requests;
    },
    fold: queueTold,
  });
  const blocked = follow<ReadonlySet<string>>({
    first: new Set(),
    async read() {
      const ids = await blockedIds(api);
      return () => ids;
    },
    fold: (known) => known,
  });
  const notes = follow({
    first: noNotes,
    read: async () => (known: Notes) => known,
    fold: (known, frame) => noted(known, frame, roomId),
  });
  return {
    chat,
    queue,
    blocked,
    notes,
    setHosting(isNow) {
      if (isNow === isHosting) return;
      isHosting = isNow;
      queue.refresh().catch(() => undefined);
    },
    hear(frame) {
      for (const followed of [chat, queue, notes]) followed.hear(frame);
      for (const listener of listeners) listener(frame);
    },
    refresh: () => Promise.all([chat.refresh(), queue.refresh()]),
    onFrame(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

async function blockedIds(api: CompanyApi): Promise<ReadonlySet<string>> {
  const ids: string[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < mostBlockPages; page += 1) {
    const { data, nextCursor } = await api.blocks(cursor);
    ids.push(...data.map(({ id }) => id));
    if (nextCursor === undefined) break;
    cursor = nextCursor;
  }
  return new Set(ids);
}
