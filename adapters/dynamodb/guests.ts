import { type Allowance, minuteOf } from '../../domain/guest.ts';
import type { Wiring } from '../wiring.ts';
import { tablesOf } from './client.ts';
import { allowanceKey } from './table.ts';
import { write } from './write.ts';

export const guests = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  return {
    /**
     * Uses one of the holder's calls of this minute, or of this hour; false when none is left. 1 write unit. The holder is kept as a keyed
     * digest: an address cannot be found again by trying them all.
     */
    async take({ holder, limit, minutes = 1 }: Allowance): Promise<boolean> {
      const minute = minuteOf(wiring.now());
      const first = minute - (minute % minutes);
      const digest = Buffer.from(wiring.digest(`${wiring.signingKey}|allowance|${holder}`)).toString('base64url');
      const change = { add: { calls: 1 }, set: { expiresAt: (first + minutes + 1) * 60 } };
      const when = { text: 'attribute_not_exists(pk) OR calls < :limit', values: { ':limit': limit } };
      const key = allowanceKey(digest, first);
      return (await write(tables, [{ kind: 'update', table: 'rooms', key, change, when }])).isWritten;
    },
  };
};
