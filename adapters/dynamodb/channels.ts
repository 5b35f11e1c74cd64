import type { Wiring } from '../wiring.ts';
import { batchGet, type Item, tablesOf } from './client.ts';
import { readCount } from './read.ts';
import { channelKeys } from './table.ts';
import { absent, type Condition, write } from './write.ts';

/** One publisher works on a channel at a time; only a run that timed out may still be in the way. */
const attempts = 5;
/** Queues deliver a frame again for hours, never for days. Epoch seconds. */
const keptSeconds = 2 * 86_400;

/** What realtime channels have told so far. */
export const channels = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  return {
    /** The place of a frame in its channel: the next, or the one it got before. 1 read unit, 4 write units; a repeat 1 read unit. */
    async take(channel: string, frameId: string): Promise<number> {
      const { table, seq: seqKey, frame } = channelKeys(channel);
      const frameKey = frame(frameId);
      for (let attempt = 0; attempt < attempts; attempt += 1) {
        const [last, known] = await batchGet(
          tables,
          [seqKey, frameKey].map((key) => ({ table, key, isConsistent: true })),
        );
        if (known) return readCount(known, 'seq');
        const seq = seqOf(last) + 1;
        const expiresAt = Math.floor(wiring.now() / 1000) + keptSeconds;
        const written = await write(tables, [
          { kind: 'put', table, item: { ...frameKey, seq, expiresAt }, when: absent },
          { kind: 'put', table, item: { ...seqKey, seq }, when: last ? stillAt(seq - 1) : absent },
        ]);
        if (written.isWritten) return seq;
      }
      throw new Error('Others were faster on this channel, again and again');
    },

    /** The place of the last frame; 0 before the first. 1 read unit. */
    async last(channel: string): Promise<number> {
      const { table, seq: key } = channelKeys(channel);
      const [item] = await batchGet(tables, [{ table, key, isConsistent: true }]);
      return seqOf(item);
    },
  };
};

const seqOf = (item: Item | undefined): number => (item ? readCount(item, 'seq') : 0);
const stillAt = (seq: number): Condition => ({ text: 'seq = :s', values: { ':s': seq } });
