import type { Wiring } from '../wiring.ts';
import { getItem, tablesOf } from './client.ts';
import { readText } from './read.ts';
import type { Arrival } from './stream-records.ts';
import { whereaboutsKey } from './table.ts';
import { absent, write } from './write.ts';

/** Which room each person is in. Written by the relay only, behind the joins. */
export const whereabouts = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  return {
    /**
     * Notes where the person is now and answers the other room they were in until then, if any. An older arrival, or one
     * that was noted already, changes nothing. 1 read unit and 1 write unit.
     */
    async move({ userId, roomId, joinedAt }: Arrival): Promise<string | undefined> {
      const key = whereaboutsKey(userId);
      const before = await getItem(tables, 'social', key);
      const beforeAt = before && readText(before, 'joinedAt');
      if (beforeAt !== undefined && beforeAt >= joinedAt) return undefined;
      const when = beforeAt === undefined ? absent : { text: 'joinedAt = :b', values: { ':b': beforeAt } };
      const item = { ...key, userId, roomId, joinedAt };
      const written = await write(tables, [{ kind: 'put', table: 'social', item, when }]);
      if (!written.isWritten) throw new Error('Somebody moved twice at once: judged again with the batch');
      const formerId = before && readText(before, 'roomId');
      return formerId === roomId ? undefined : formerId;
    },
  };
};
