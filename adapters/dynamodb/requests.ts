import type { LiveRoom } from '../../domain/room.ts';
import type { Wiring } from '../wiring.ts';
import { type Item, query, type Tables, tablesOf } from './client.ts';
import { readText } from './read.ts';
import { toRoom } from './room-item.ts';
import { type Changed, roomWrite } from './rooms.ts';
import { memberKey, requestCountKey, requestKey, requestPartition, requestPrefix } from './table.ts';
import { absent, type Condition, present, type Write, write } from './write.ts';

/** Somebody's wish to speak. */
export type SpeakRequest = { readonly roomId: string; readonly userId: string; readonly askedAt: string };

/** A room lives for half a day; what nobody decided goes by itself. */
const keptSeconds = 86_400;

/** People who ask to speak: one item each, counted in the same transaction, so that their number is a hard limit. */
export const requests = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  return {
    /** Asks, if fewer than `most` do: one transaction of 3 items, 6 write units. Asking twice is one request. */
    async ask(
      request: SpeakRequest,
      most: number,
      along: readonly Write[] = [],
    ): Promise<{ readonly is: 'asked' | 'full' | 'outside' } | { readonly is: 'asking'; readonly askedAt: string }> {
      const { roomId, userId, askedAt } = request;
      const item = { ...requestKey(roomId, userId), ...request, expiresAt: expiryOf(wiring) };
      const writes: Write[] = [
        { kind: 'put', table: 'rooms', item, when: absent },
        counted(roomId, 1, expiryOf(wiring), fewerThan(most)),
        { kind: 'update', table: 'rooms', key: memberKey(roomId, userId), change: { set: { askedAt } }, when: joined },
        ...along,
      ];
      const written = await write(tables, writes);
      if (written.isWritten) return { is: 'asked' };
      const known = written.failures.find(({ index }) => index === 0)?.item;
      if (known) return { is: 'asking', askedAt: readText(known, 'askedAt') };
      return { is: written.failures.some(({ index }) => index === 2) ? 'outside' : 'full' };
    },

    /** Takes the request away, whoever decided so; false when there was none. 6 write units. */
    async remove(roomId: string, userId: string): Promise<boolean> {
      const written = await write(tables, removal(wiring, roomId, userId));
      return written.isWritten;
    },

    /** The room with the person on stage, and the request gone, in one transaction; why not, if not. */
    async grant(before: LiveRoom, after: LiveRoom, userId: string): Promise<Changed | 'gone' | 'outside'> {
      const { id: roomId } = before;
      const role = { set: { role: 'speaker' }, remove: ['askedAt'] };
      const [request, count] = removal(wiring, roomId, userId);
      const person: Write = {
        kind: 'update',
        table: 'rooms',
        key: memberKey(roomId, userId),
        change: role,
        when: joined,
      };
      const written = await write(tables, [
        roomWrite(before, after),
        person,
        ...[request, count].filter((entry) => entry !== undefined),
      ]);
      if (written.isWritten) return written;
      const failed = new Map(written.failures.map(({ index, item }) => [index, item]));
      const current = failed.get(0);
      if (current) return { isWritten: false, current: toRoom(current) };
      return failed.has(2) ? 'gone' : 'outside';
    },

    /** Everybody who asks, longest first: 1 000 at most, half a read unit per 4 KB. */
    all: (roomId: string): Promise<readonly SpeakRequest[]> => allOf(tables, roomId),
  };
};

async function allOf(tables: Tables, roomId: string): Promise<readonly SpeakRequest[]> {
  const found: SpeakRequest[] = [];
  let after: Item | undefined;
  do {
    const page = await query(tables, {
      table: 'rooms',
      where: 'pk = :pk AND begins_with(sk, :sk)',
      values: { ':pk': requestPartition(roomId), ':sk': requestPrefix },
      isConsistent: true,
      ...(after && { after }),
    });
    found.push(...page.items.map(toRequest));
    after = page.next;
  } while (after);
  return found.sort(byTime);
}

export const toRequest = (item: Item): SpeakRequest => ({
  roomId: readText(item, 'roomId'),
  userId: readText(item, 'userId'),
  askedAt: readText(item, 'askedAt'),
});

const orderOf = ({ askedAt, userId }: SpeakRequest): string => `${askedAt} ${userId}`;
const byTime = (a: SpeakRequest, b: SpeakRequest): number => (orderOf(a) < orderOf(b) ? -1 : 1);
const expiryOf = (wiring: Wiring): number => Math.floor(wiring.now() / 1000) + keptSeconds;
const joined: Condition = { text: '#st = :joined', names: { '#st': 'state' }, values: { ':joined': 'joined' } };
const fewerThan = (most: number): Condition => ({
  text: 'attribute_not_exists(pending) OR pending < :most',
  values: { ':most': most },
});

const counted = (roomId: string, by: 1 | -1, expiresAt: number, when: Condition): Write => ({
  kind: 'update',
  table: 'rooms',
  key: requestCountKey(roomId),
  change: { add: { pending: by }, set: { expiresAt } },
  when,
});

const removal = (wiring: Wiring, roomId: string, userId: string): Write[] => [
  { kind: 'remove', table: 'rooms', key: requestKey(roomId, userId), when: present },
  counted(roomId, -1, expiryOf(wiring), present),
  {
    kind: 'update',
    table: 'rooms',
    key: memberKey(roomId, userId),
    change: { remove: ['askedAt'] },
    when: present,
  },
];
