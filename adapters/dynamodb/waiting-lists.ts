import type { StockPart } from '../../domain/sale.ts';
import type { Ticket } from '../../domain/ticket.ts';
import { addSeconds, daySeconds } from '../../domain/time.ts';
import type { FreePlace, Waiting } from '../../domain/waiting-list.ts';
import type { Wiring } from '../wiring.ts';
import { getItem, type Item, query, tablesOf } from './client.ts';
import { readText } from './read.ts';
import { schemaVersion } from './room-item.ts';
import { toPart } from './sale-item.ts';
import { indexes, type Key, stockKey, waitingKey, waitingPlace, waitingQueue } from './table.ts';
import { keptTaken, placeTaken, ticketWrite } from './ticket-writes.ts';
import { absent, type Write, write } from './write.ts';

/** Longer than any room is planned ahead, with what it may be put off. */
const keptSeconds = 800 * daySeconds;

export const waitingLists = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  return {
    /** 1 read unit. */
    async find(roomId: string, userId: string): Promise<Waiting | undefined> {
      const item = await getItem(tables, 'commerce', waitingKey(roomId, userId));
      return item && toWaiting(item);
    },

    /**
     * Puts somebody at the end of the line; who is in it stays where they are. The first one of a room marks all parts of its
     * stock in the same transaction, so that from then on no place that comes back is sold past them: 2 write units, 42 at most.
     */
    async join(waiting: Waiting, parts: readonly StockPart[]): Promise<'waiting' | 'places_left'> {
      const marks = parts.every((part) => part.isAwaited) ? [] : parts.map(({ part }) => mark(waiting.roomId, part));
      const entry: Write = { kind: 'put', table: 'commerce', item: fromWaiting(waiting), when: absent };
      const written = await write(tables, [entry, ...marks]);
      return written.isWritten || written.failures.some(({ index }) => index === 0) ? 'waiting' : 'places_left';
    },

    /** Out of the line; whoever is not in it stays out. 1 write unit. */
    async leave(waiting: Pick<Waiting, 'roomId' | 'userId'>): Promise<void> {
      const key = waitingKey(waiting.roomId, waiting.userId);
      await write(tables, [{ kind: 'remove', table: 'commerce', key, when: { text: 'attribute_exists(pk)' } }]);
    },

    /** The line from its front: one index query, a moment old. */
    async first(roomId: string, limit: number): Promise<readonly Waiting[]> {
      const where = { where: 'roomId = :room', values: { ':room': waitingQueue(roomId) } };
      const { items } = await query(tables, { table: 'commerce', index: indexes.byRoom, ...where, limit });
      return items.map(toWaiting);
    },

    /** How many stand before them, so many at most: one index query. */
    async ahead(waiting: Waiting, limit: number): Promise<number> {
      const { items } = await query(tables, {
        table: 'commerce',
        index: indexes.byRoom,
        where: 'roomId = :room AND ticketKey < :own',
        values: { ':room': waitingQueue(waiting.roomId), ':own': placeInLine(waiting) },
        limit,
      });
      return items.length;
    },

    /** Whether a place of this part is kept for somebody who waits. 1 read unit. */
    async isPlaceKept(roomId: string, part: number): Promise<boolean> {
      const item = await getItem(tables, 'commerce', stockKey(roomId, part));
      return item !== undefined && (toPart(item).kept ?? 0) > 0;
    },

    /** The place, the ticket and the end of the waiting in one transaction: false when one of them is not as it was. 6 write units. */
    async offer(before: Ticket | undefined, after: Ticket, place: FreePlace, waiting: Waiting): Promise<boolean> {
      const { roomId, order } = after;
      const taken = place.from === 'kept' ? keptTaken : placeTaken;
      const ticket = ticketWrite(before, { ...after, part: place.part });
      const stock = taken(roomId, place.part, order.priceVersion);
      return (await write(tables, [stock, ticket, waitingEnded(waiting)], { token: order.id })).isWritten;
    },

    /** What is still kept is for everybody again, and the part is not looked at any more. A place that came back meanwhile stays kept. */
    async release(roomId: string, { part, kept = 0 }: StockPart): Promise<void> {
      const refills = kept > 0 ? { refills: 1 } : {};
      const change = { add: { available: kept, kept: -kept, ...refills }, remove: ['dueQueue', 'dueAt'] };
      const when = { text: 'kept = :kept', values: { ':kept': kept } };
      await write(tables, [{ kind: 'update', table: 'commerce', key: stockKey(roomId, part), change, when }]);
    },
  };
};

/** Out of the line with an offer: only who is still waiting, and has not come anew since. */
const waitingEnded = ({ roomId, userId, joinedAt }: Waiting): Write => ({
  kind: 'remove',
  table: 'commerce',
  key: waitingKey(roomId, userId),
  when: { text: 'joinedAt = :at', values: { ':at': joinedAt } },
});

/** From now on somebody waits for what comes back to the part; only while it has nothing left. */
const mark = (roomId: string, part: number): Write => ({
  kind: 'update',
  table: 'commerce',
  key: stockKey(roomId, part),
  change: { set: { isAwaited: true }, init: { kept: 0 } },
  when: { text: 'available = :none AND isOpen = :yes', values: { ':none': 0, ':yes': true } },
});

/** In the order they came; of two in the same instant any. */
const placeInLine = ({ joinedAt, userId }: Waiting): string => waitingPlace(joinedAt, userId);

const fromWaiting = ({ roomId, ...waiting }: Waiting): Key & Item => ({
  ...waitingKey(roomId, waiting.userId),
  schemaVersion,
  ...waiting,
  // Not under the room's own name: the list of its tickets goes by that.
  roomId: waitingQueue(roomId),
  ticketKey: placeInLine({ roomId, ...waiting }),
  waitsFor: roomId,
  expiresAt: Math.floor(Date.parse(addSeconds(waiting.joinedAt, keptSeconds)) / 1000),
});

const toWaiting = (item: Item): Waiting => ({
  roomId: readText(item, 'waitsFor'),
  userId: readText(item, 'userId'),
  joinedAt: readText(item, 'joinedAt'),
  returnUrl: readText(item, 'returnUrl'),
});
