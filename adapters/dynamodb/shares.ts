import { type Share, shareDays } from '../../domain/sharing.ts';
import { daySeconds, millisecondsOf } from '../../domain/time.ts';
import type { Wiring } from '../wiring.ts';
import { type Item, tablesOf } from './client.ts';
import { readText } from './read.ts';
import { schemaVersion } from './room-item.ts';
import { shareKey } from './table.ts';
import { absent, write } from './write.ts';

export const shares = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  return {
    /** Notes the share; one that is there already stays as it was. 1 write unit. */
    async add(share: Share): Promise<void> {
      const expiresAt = Math.floor(millisecondsOf(share.sharedAt) / 1000) + shareDays * daySeconds;
      const item = { ...shareKey(share.userId, share.roomId), schemaVersion, ...share, expiresAt };
      await write(tables, [{ kind: 'put', table: 'social', item, when: absent }]);
    },
  };
};

export const toShare = (item: Item): Share => ({
  roomId: readText(item, 'roomId'),
  userId: readText(item, 'userId'),
  sharedAt: readText(item, 'sharedAt'),
});
