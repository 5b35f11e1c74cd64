import { type Message, messageDays, type Pace } from '../../domain/chat.ts';
import { timeOfId } from '../../domain/ids.ts';
import { daySeconds } from '../../domain/time.ts';
import type { Wiring } from '../wiring.ts';
import { type Item, query, type Tables, tablesOf } from './client.ts';
import { readOptional, readText } from './read.ts';
import { resultPuts, type StoredResult } from './results.ts';
import { schemaVersion } from './room-item.ts';
import { chatBucket, chatPartition, messageKey, messagePrefix, paceKey } from './table.ts';
import { absent, type Condition, write } from './write.ts';

/** The pace as it was read; `version` 0 when there is none yet. */
export type KeptPace = { readonly pace: Pace; readonly version: number };
/** Messages before that one, or the newest; none that is older than `since` (epoch milliseconds). */
export type Back = { readonly since: number; readonly before: string | undefined; readonly limit: number };

/** Longer than the slowest slow mode. */
const paceKeptSeconds = 3_600;
/** Clocks of two environments differ by less: a message may lie ahead of ours. */
const clockSkewMilliseconds = 5_000;

export const chat = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  return {
    /**
     * The message, its person's pace and the answer to its request, all or none: 4 write units, 6 with a key. `raced`: the
     * person wrote something else since the pace was read. `answered`: a repeat of the request was faster.
     */
    async post(
      message: Message,
      { pace, version }: KeptPace,
      result: StoredResult | undefined,
      keptUntil: number,
    ): Promise<'posted' | 'raced' | 'answered'> {
      const { roomId, userId, id } = message;
      const now = Math.floor(timeOfId(id) / 1000);
      const item = {
        ...keyOfMessage(roomId, id),
        schemaVersion,
        ...message,
        expiresAt: now + messageDays * daySeconds,
      };
      const paceItem = { ...paceKey(roomId, userId), roomId, recentAt: pace, version: version + 1 };
      const written = await write(tables, [
        {
          kind: 'put',
          table: 'rooms',
          item: { ...paceItem, expiresAt: now + paceKeptSeconds },
          when: atVersion(version),
        },
        { kind: 'put', table: 'rooms', item, when: absent },
        ...resultPuts(result, keptUntil),
      ]);
      if (written.isWritten) return 'posted';
      return written.failures.some(({ index }) => index === 2) ? 'answered' : 'raced';
    },

    /** Takes the text away and notes who did it. 1 write unit; nothing when somebody was faster. */
    async remove({ roomId, id }: Message, deletedBy: string, deletedAt: string): Promise<void> {
      const change = { set: { deletedAt, deletedBy, text: '' } };
      const when = { text: 'attribute_exists(pk) AND attribute_not_exists(deletedAt)' };
      await write(tables, [{ kind: 'update', table: 'rooms', key: keyOfMessage(roomId, id), change, when }]);
    },

    /**
     * Messages newest first, deleted ones among them; fewer than asked for when there are no more. Twice as many partitions are
     * asked at once while the page is not full: 8 round trips for the longest room, 1 or 2 for a busy one.
     */
    async pageBack(roomId: string, { since, before, limit }: Back): Promise<readonly Message[]> {
      const first = chatBucket(since);
      const found: Message[] = [];
      let bucket = chatBucket(before === undefined ? wiring.now() + clockSkewMilliseconds : timeOfId(before));
      for (let asked = 1; bucket >= first && found.length < limit; asked *= 2) {
        const buckets = Array.from({ length: Math.min(asked, bucket - first + 1) }, (_, at) => bucket - at);
        const most = limit - found.length;
        const pages = await Promise.all(buckets.map((one) => bucketPage(tables, roomId, one, before, most)));
        found.push(...pages.flat());
        bucket -= buckets.length;
      }
      return found.slice(0, limit);
    },
  };
};

export const keyOfMessage = (roomId: string, id: string) => messageKey(roomId, chatBucket(timeOfId(id)), id);
const atVersion = (version: number): Condition =>
  version === 0 ? absent : { text: 'version = :v', values: { ':v': version } };

async function bucketPage(tables: Tables, roomId: string, bucket: number, before: string | undefined, limit: number) {
  const page = await query(tables, {
    table: 'rooms',
    // Behind every message id comes nothing: `~` is greater than their characters.
    where: 'pk = :p AND sk BETWEEN :from AND :to',
    values: { ':p': chatPartition(roomId, bucket), ':from': messagePrefix, ':to': `${messagePrefix}${before ?? '~'}` },
    limit: before === undefined ? limit : limit + 1,
    isBackward: true,
    isConsistent: true,
  });
  return page.items
    .map(toMessage)
    .filter(({ id }) => id !== before)
    .slice(0, limit);
}

export const toMessage = (item: Item): Message => ({
  id: readText(item, 'id'),
  roomId: readText(item, 'roomId'),
  userId: readText(item, 'userId'),
  text: readText(item, 'text'),
  at: readText(item, 'at'),
  ...readOptional(item, 'deletedAt', readText),
});
