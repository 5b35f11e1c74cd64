import type { Room } from '../../domain/room.ts';
import type { Wiring } from '../wiring.ts';
import { getItem, type Item, tablesOf } from './client.ts';
import { readText } from './read.ts';
import { toRoom } from './room-item.ts';
import { type Changed, roomWrite } from './rooms.ts';
import { idempotencyKey } from './table.ts';
import { absent, type Write, write } from './write.ts';

/** What was answered to a request with this key before; kept 24 hours. */
export type StoredResult = {
  readonly userId: string;
  readonly key: string;
  readonly bodyDigest: string;
  readonly result: string;
};

/** Answers to keyed requests. */
export const results = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  return {
    /** 1 read unit per 4 KB; absent when the key is new. */
    async storedResult(userId: string, key: string): Promise<StoredResult | undefined> {
      const item = await getItem(tables, 'social', idempotencyKey(userId, key));
      return item && toStored(item);
    },

    /**
     * The room's next state and the answer to the request that made it, both or none: 2 write units per KB. `answered`: a
     * repeat of the request was faster, and the room stands as it left it.
     */
    async changeRoom(
      before: Room,
      after: Room,
      result: StoredResult | undefined,
      keptUntil: number,
    ): Promise<Changed | 'answered'> {
      const written = await write(tables, [roomWrite(before, after), ...resultPuts(result, keptUntil)]);
      if (written.isWritten) return written;
      const [failed] = written.failures;
      if (failed?.index !== 0) return 'answered';
      if (!failed.item) throw new Error(`Room ${before.id} is gone`);
      return { isWritten: false, current: toRoom(failed.item) };
    },
  };
};

/** The answer as a write beside what it tells of; nothing for a request without a key. `keptUntil`: epoch seconds. */
export const resultPuts = (result: StoredResult | undefined, keptUntil: number): Write[] =>
  result
    ? [
        {
          kind: 'put',
          table: 'social',
          item: { ...idempotencyKey(result.userId, result.key), ...result, expiresAt: keptUntil },
          when: absent,
        },
      ]
    : [];

export const toStored = (item: Item): StoredResult => ({
  userId: readText(item, 'userId'),
  key: readText(item, 'key'),
  bodyDigest: readText(item, 'bodyDigest'),
  result: readText(item, 'result'),
});
