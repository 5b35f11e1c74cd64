import type { Wiring } from '../wiring.ts';
import { hostedRoomId } from './claims.ts';
import { getItem, tablesOf } from './client.ts';
import { readText } from './read.ts';
import type { Arrival } from './stream-records.ts';
import { whereaboutsKey } from './table.ts';
import { absent, write } from './write.ts';

/** Where a person was last seen to come in, and when. */
export type Whereabouts = Pick<Arrival, 'roomId' | 'joinedAt'>;

/** Which room each person is in. Written by the relay only, behind the joins. */
export const whereabouts = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  return {
    /** 1 read unit. */
    async find(userId: string): Promise<Whereabouts | undefined> {
      const item = await getItem(tables, 'social', whereaboutsKey(userId));
      return item && { roomId: readText(item, 'roomId'), joinedAt: readText(item, 'joinedAt') };
    },

    /** The room the person hosts at the moment: 1 read unit. */
    hostedBy: (userId: string) => hostedRoomId(tables, userId),

    /** Notes where the person is now; false when somebody else noted something since `before` was read. 1 write unit. */
    async note({ userId, roomId, joinedAt }: Arrival, before: Whereabouts | undefined): Promise<boolean> {
      const when = before ? { text: 'joinedAt = :b', values: { ':b': before.joinedAt } } : absent;
      const item = { ...whereaboutsKey(userId), userId, roomId, joinedAt };
      return (await write(tables, [{ kind: 'put', table: 'social', item, when }])).isWritten;
    },
  };
};
