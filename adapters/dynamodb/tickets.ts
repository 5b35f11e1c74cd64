import type { Refund, Settlement } from '../../domain/settlement.ts';
import type { Ticket } from '../../domain/ticket.ts';
import { isoOf } from '../../domain/time.ts';
import type { Wiring } from '../wiring.ts';
import { getItem, type Item, type Tables, tablesOf } from './client.ts';
import { readText } from './read.ts';
import { type Key, paymentKey, refundKey, ticketKey } from './table.ts';
import { pastTicketKey, toTicket } from './ticket-item.ts';
import {
  entryPut,
  holdWrites,
  isClosed,
  isOutOfPlaces,
  paymentPut,
  placeGivenBack,
  placeKept,
  placeTaken,
  refundPut,
  ticketWrite,
} from './ticket-writes.ts';
import { absent, type Failure, type Write, write } from './write.ts';

/** What came of asking one part for a place. */
export type Held = 'held' | 'out_of_places' | 'closed' | 'price_changed' | { readonly current: Ticket };

export type Settled = 'settled' | 'moved' | 'out_of_places' | 'sent_back';

export const tickets = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  return {
    /** 1 read unit. */
    async find(roomId: string, userId: string): Promise<Ticket | undefined> {
      const item = await getItem(tables, 'commerce', ticketKey(roomId, userId));
      return item && toTicket(item);
    },

    /**
     * Takes a place of one part for the ticket, in one transaction of the two: 4 write units. It never looks at the sale, which
     * would be the one item of a rush; a repeat of the same order at the same part within ten minutes is the same hold. Each part
     * has a token of its own, 36 characters at most: another request under a known one may be refused. Whose ticket was taken
     * away has its place still: another 2 write units keep that ticket.
     */
    async hold(before: Ticket | undefined, after: Ticket, part: number): Promise<Held> {
      const token = `${after.order.id}.${part}`;
      const written = await write(tables, holdWrites(before, { ...after, part }, part), { token });
      return written.isWritten ? 'held' : unheld(written.failures);
    },

    /** The ticket a payment has bought, though it was taken away since; half a read unit, and the ticket's own. */
    async boughtWith(paymentIntentId: string): Promise<Ticket | undefined> {
      const payment = await getItem(tables, 'commerce', paymentKey(paymentIntentId));
      return payment && ticketOf(tables, payment);
    },

    /** The ticket's next state, or its first, alone: false when somebody wrote it since. 2 write units. */
    async advance(before: Ticket | undefined, after: Ticket): Promise<boolean> {
      return (await write(tables, [ticketWrite(before, after)])).isWritten;
    },

    /**
     * A settlement with all that belongs to it, or nothing of it: the ticket, its place, the booking, the payment and its refund.
     * `part` is where a late payment takes its place, `beside` what else must be so. 'moved': the ticket was written since, or this was done before;
     * 'sent_back': the payment was found to be for no ticket meanwhile, and buys none.
     */
    async settle(
      before: Ticket,
      settlement: Settlement,
      part?: number,
      beside: readonly Write[] = [],
    ): Promise<Settled> {
      const { place } = settlement;
      const after = place === -1 && part !== undefined ? { ...settlement.after, part } : settlement.after;
      const along = [
        ...bookingOf(after, settlement),
        ...(settlement.refund ? [refundPut(settlement.refund, after.updatedAt)] : []),
      ];
      const settleWith = (stock: readonly Write[]) =>
        write(tables, [ticketWrite(before, after), ...stock, ...along, ...beside]);
      const stock = stockWrite(before, place, part);
      const written = await settleWith(stock);
      if (written.isWritten) return 'settled';
      if (written.failures.some(({ index }) => along[index - 1 - stock.length]?.kind === 'check')) return 'sent_back';
      if (stock.length === 0 || written.failures.some(({ index }) => index !== 1)) return 'moved';
      if (place === -1 || before.part === undefined) return 'out_of_places';
      // Somebody waits for a place: this one is kept for them.
      const kept = await settleWith([placeKept(before.roomId, before.part, after.updatedAt)]);
      return kept.isWritten ? 'settled' : 'moved';
    },

    /** A payment no ticket is for goes back; noting it twice is noting it once. Not when it has bought one: then it is booked. */
    async refundStray(refund: Refund): Promise<void> {
      const unbought = unlessThere(paymentKey(refund.paymentIntentId));
      await write(tables, [refundPut(refund, isoOf(wiring.now())), unbought]);
    },
  };
};

/** The ticket of a payment's order: its person's, or one that was taken from them before they got that. */
async function ticketOf(tables: Tables, payment: Item): Promise<Ticket | undefined> {
  const [roomId, userId] = [readText(payment, 'roomId'), readText(payment, 'userId')];
  const orderId = readText(payment, 'orderId');
  const item = await getItem(tables, 'commerce', ticketKey(roomId, userId));
  const ticket = item && toTicket(item);
  if (ticket?.order.id === orderId) return ticket;
  const past = await getItem(tables, 'commerce', pastTicketKey(orderId, userId));
  return past ? toTicket(past) : ticket;
}

/** Why no place was kept, by what stood there. */
function unheld(failures: readonly Failure[]): Held {
  const [stock, rival] = [0, 1].map((at) => failures.find(({ index }) => index === at)?.item);
  if (rival) return { current: toTicket(rival) };
  if (isClosed(stock)) return 'closed';
  return isOutOfPlaces(stock) ? 'out_of_places' : 'price_changed';
}

function stockWrite({ roomId, part: from }: Ticket, place: Settlement['place'], part: number | undefined): Write[] {
  if (place === -1 && part !== undefined) return [placeTaken(roomId, part)];
  return place === 1 && from !== undefined ? [placeGivenBack(roomId, from)] : [];
}

/** A purchase notes the payment it is of, which is not one that goes back. */
function bookingOf(ticket: Ticket, { entry }: Settlement): Write[] {
  const { paymentIntentId } = ticket.order;
  if (!entry) return [];
  const isPurchase = entry.kind === 'purchase' && paymentIntentId !== undefined;
  const bought = isPurchase ? [paymentPut(paymentIntentId, ticket), unlessThere(refundKey(paymentIntentId))] : [];
  return [entryPut(entry), ...bought];
}

const unlessThere = (key: Key): Write => ({ kind: 'check', table: 'commerce', key, when: absent });
