import type { Ticket } from '../../domain/ticket.ts';
import type { Wiring } from '../wiring.ts';
import { type Item, query, type Tables, tablesOf } from './client.ts';
import { indexes } from './table.ts';
import { toTicket } from './ticket-item.ts';

export type TicketPage = { readonly tickets: readonly Ticket[]; readonly next?: Item };

/** Tickets by room and by buyer: index queries, half a read unit per 4 KB. */
export const ticketPages = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  return {
    /** Tickets of a room, oldest first: one index query; what a page says of a ticket may be a moment old. */
    ofRoom: (roomId: string, limit: number, after?: Item): Promise<TicketPage> =>
      page(tables, { index: indexes.byRoom, field: 'roomId', value: roomId }, limit, after),

    /** The same behind a ticket, by its id. */
    async ofRoomBehind(roomId: string, ticketId: string | undefined, limit: number): Promise<readonly Ticket[]> {
      const { items } = await query(tables, {
        table: 'commerce',
        index: indexes.byRoom,
        where: `roomId = :room${ticketId === undefined ? '' : ' AND ticketKey > :behind'}`,
        values: { ':room': roomId, ...(ticketId !== undefined && { ':behind': ticketId }) },
        limit,
      });
      return items.map(toTicket);
    },

    /** Newest first, from the ticket before this one, by its id. */
    async ofRoomBefore(roomId: string, ticketId: string | undefined, limit: number): Promise<readonly Ticket[]> {
      const { items } = await query(tables, {
        table: 'commerce',
        index: indexes.byRoom,
        where: `roomId = :room${ticketId === undefined ? '' : ' AND ticketKey < :before'}`,
        values: { ':room': roomId, ...(ticketId !== undefined && { ':before': ticketId }) },
        limit,
        isBackward: true,
      });
      return items.map(toTicket);
    },

    /** Tickets of a buyer, newest first. */
    ofBuyer: (userId: string, limit: number): Promise<TicketPage> =>
      page(tables, { index: indexes.byBuyer, field: 'buyerId', value: userId, isBackward: true }, limit),
  };
};

type Listing = {
  readonly index: string;
  readonly field: string;
  readonly value: string;
  readonly isBackward?: boolean;
};

async function page(
  tables: Tables,
  { index, field, value, isBackward = false }: Listing,
  limit: number,
  after?: Item,
): Promise<TicketPage> {
  const { items, next } = await query(tables, {
    table: 'commerce',
    index,
    where: '#field = :value',
    names: { '#field': field },
    values: { ':value': value },
    limit,
    isBackward,
    ...(after && { after }),
  });
  return { tickets: items.filter(({ sk }) => sk === 'TICKET').map(toTicket), ...(next && { next }) };
}
