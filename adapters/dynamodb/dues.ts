import type { Ticket } from '../../domain/ticket.ts';
import type { Wiring } from '../wiring.ts';
import { query, tablesOf } from './client.ts';
import { readText } from './read.ts';
import { dueQueue, dueShardCount, indexes } from './table.ts';
import { toTicket } from './ticket-item.ts';

/** What somebody must look at: tickets, payments that go back, rooms of which something is not done yet. */
export type Due = {
  readonly tickets: readonly Ticket[];
  readonly paymentIntentIds: readonly string[];
  /** Rooms whose host is to be paid. */
  readonly payoutRoomIds: readonly string[];
  /** Rooms of which everybody's money goes back, and nobody went on with that. */
  readonly refundedRoomIds: readonly string[];
  /** Rooms in which a place is kept for whoever waits. */
  readonly awaitedRoomIds: readonly string[];
};

export const dues = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  return {
    /** What is due in every shard, longest first and so many of each at most: an index query a shard, eight in all. */
    async until(until: string, limit: number): Promise<Due> {
      const shards = Array.from({ length: dueShardCount }, (_, shard) =>
        query(tables, {
          table: 'commerce',
          index: indexes.due,
          where: 'dueQueue = :q AND dueAt <= :until',
          values: { ':q': dueQueue(shard), ':until': until },
          limit,
        }),
      );
      const items = (await Promise.all(shards)).flatMap((page) => page.items);
      const of = (kind: string) => items.filter(({ sk }) => sk === kind);
      return {
        tickets: of('TICKET').map(toTicket),
        paymentIntentIds: of('REFUND').map((item) => readText(item, 'paymentIntentId')),
        payoutRoomIds: of('SALE').map((item) => readText(item, 'roomId')),
        refundedRoomIds: of('REFUNDS').map((item) => readText(item, 'jobOf')),
        awaitedRoomIds: [...new Set(of('PART').map((item) => readText(item, 'roomId')))],
      };
    },
  };
};
