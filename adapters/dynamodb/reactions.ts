import { reactionField, reactionsPerWindow, reactionWindow, reactionWindowSeconds } from '../../domain/reaction.ts';
import type { Wiring } from '../wiring.ts';
import { tablesOf } from './client.ts';
import { reactionsKey } from './table.ts';
import { write } from './write.ts';

export type Reaction = {
  readonly roomId: string;
  readonly userId: string;
  readonly emoji: string;
  readonly requestId: string;
};

/** Kept a little longer than they count, so that a stream that lags still finds them as they were. */
const keptSeconds = 3_600;

export const reactions = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  return {
    /**
     * Counts the reaction in its person's present window; false when that is used up. 1 write unit. The SDK's second try of a
     * write that was done finds its own request there: it is counted once.
     */
    async send({ roomId, userId, emoji, requestId }: Reaction): Promise<boolean> {
      const window = reactionWindow(wiring.now());
      const expiresAt = (window + 1) * reactionWindowSeconds + keptSeconds;
      const change = {
        set: { roomId, userId, lastRequestId: requestId, expiresAt },
        add: { sent: 1, [reactionField(emoji)]: 1 },
      };
      const when = {
        text: 'attribute_not_exists(pk) OR (sent < :limit AND lastRequestId <> :id)',
        values: { ':limit': reactionsPerWindow, ':id': requestId },
      };
      const key = reactionsKey(roomId, userId, window);
      const written = await write(tables, [{ kind: 'update', table: 'rooms', key, change, when }]);
      return written.isWritten || written.failures[0]?.item?.['lastRequestId'] === requestId;
    },
  };
};
