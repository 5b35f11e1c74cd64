import { type RefundState, refundEntry, refundStates, type StoredRefund } from '../../domain/refund.ts';
import { refundReasons } from '../../domain/settlement.ts';
import type { Ticket } from '../../domain/ticket.ts';
import type { Wiring } from '../wiring.ts';
import { getItem, type Item, tablesOf } from './client.ts';
import { readCount, readFlag, readItem, readOneOf, readOptional, readText } from './read.ts';
import { toMoney } from './sale-item.ts';
import { refundKey } from './table.ts';
import { entryPut, ticketWrite } from './ticket-writes.ts';
import { type Change, type Condition, write } from './write.ts';

/** Refunds: one item a payment. */
export const refunds = (wiring: Wiring) => {
  const tables = tablesOf(wiring);
  return {
    /** 1 read unit. */
    async find(paymentIntentId: string): Promise<StoredRefund | undefined> {
      const item = await getItem(tables, 'commerce', refundKey(paymentIntentId));
      return item && toRefund(item);
    },

    /** The payment service has taken it, and has not finished: it is looked at again at `dueAt`. */
    async note(refund: StoredRefund, refundId: string, dueAt: string): Promise<void> {
      const change = { set: { refundId, dueAt } };
      await write(tables, [updateOf(refund, change)]);
    },

    /**
     * What has become of it, with the booking and the ticket that follow, or nothing of it. False when somebody was faster with
     * the refund or its ticket.
     */
    async finish(
      refund: StoredRefund,
      end: { readonly state: Exclude<RefundState, 'pending'>; readonly refundId: string },
      ticket: { readonly before: Ticket; readonly after: Ticket } | undefined,
    ): Promise<boolean> {
      const isDone = end.state === 'succeeded';
      const change: Change = {
        set: { ...end, tries: refund.tries + (isDone ? 0 : 1) },
        remove: ['dueQueue', 'dueAt'],
      };
      const writes = [updateOf(refund, change), ...(ticket ? [ticketWrite(ticket.before, ticket.after)] : [])];
      const booking = isDone ? [entryPut(refundEntry(refund, wiring.now()))] : [];
      const written = await write(tables, [...writes, ...booking]);
      if (written.isWritten) return true;
      // It was sent back by hand before, and booked then.
      const isBooked = isDone && written.failures.every(({ index }) => index === writes.length);
      return isBooked && (await write(tables, writes)).isWritten;
    },
  };
};

const updateOf = ({ paymentIntentId, tries }: StoredRefund, change: Change) => ({
  kind: 'update' as const,
  table: 'commerce' as const,
  key: refundKey(paymentIntentId),
  change,
  when: pendingAfter(tries),
});
const pendingAfter = (tries: number): Condition => ({
  text: '#state = :pending AND tries = :tries',
  names: { '#state': 'state' },
  values: { ':pending': 'pending', ':tries': tries },
});

const toRefund = (item: Item): StoredRefund => ({
  paymentIntentId: readText(item, 'paymentIntentId'),
  orderId: readText(item, 'orderId'),
  roomId: readText(item, 'refundOf'),
  userId: readText(item, 'userId'),
  amount: toMoney(readItem(item, 'amount')),
  fee: readCount(item, 'fee'),
  reason: readOneOf(item, 'reason', refundReasons),
  isStray: readFlag(item, 'isStray'),
  state: readOneOf(item, 'state', refundStates),
  tries: readCount(item, 'tries'),
  ...readOptional(item, 'refundId', readText),
  at: readText(item, 'at'),
});
