import type { Message } from '../../domain/chat.ts';
import type { Wiring } from '../wiring.ts';
import { type KeptPace, keyOfMessage, toMessage } from './chat.ts';
import { type Item, tablesOf } from './client.ts';
import { readCount, readTexts } from './read.ts';
import { type Standing, standingWith } from './standing.ts';
import { blockSetKey, paceKey } from './table.ts';

/** People of the chat, each with what their call needs beside their standing. */
export const chatters = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  return {
    /** The writer, and when they wrote last: one call, 4 read units. */
    async writer(roomId: string, userId: string): Promise<{ standing: Standing; kept: KeptPace }> {
      const wanted = [{ table: 'rooms' as const, key: paceKey(roomId, userId) }];
      const { standing, items } = await standingWith(tables, roomId, userId, wanted);
      return { standing, kept: toPace(items[0]) };
    },

    /** The reader, and whom they have blocked: one call, about 4 read units. */
    async reader(roomId: string, userId: string): Promise<{ standing: Standing; blockset: ReadonlySet<string> }> {
      const wanted = [{ table: 'social' as const, key: blockSetKey(userId) }];
      const { standing, items } = await standingWith(tables, roomId, userId, wanted);
      return { standing, blockset: new Set(items[0]?.['userIds'] ? readTexts(items[0], 'userIds') : []) };
    },

    /** Who deletes, and what: one call, 4 read units. */
    async remover(
      roomId: string,
      userId: string,
      messageId: string,
    ): Promise<{ standing: Standing; message: Message | undefined }> {
      const wanted = [{ table: 'rooms' as const, key: keyOfMessage(roomId, messageId) }];
      const { standing, items } = await standingWith(tables, roomId, userId, wanted);
      return { standing, message: items[0] && toMessage(items[0]) };
    },
  };
};

const toPace = (item: Item | undefined): KeptPace =>
  item
    ? { pace: readTexts(item, 'recentAt').map(Number), version: readCount(item, 'version') }
    : { pace: [], version: 0 };
