import { type RefundEnd, type RefundState, refundStates, type StoredRefund } from '../../domain/refund.ts';
import { refundReasons } from '../../domain/settlement.ts';
import { isoOf } from '../../domain/time.ts';
import type { Wiring } from '../wiring.ts';
import { getItem, type Item, tablesOf } from './client.ts';
import { readCount, readFlag, readMoney, readOneOf, readOptional, readText } from './read.ts';
import { refundKey } from './table.ts';
import { entryPut, refundDue, ticketWrite } from './ticket-writes.ts';
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
    async finish(refund: StoredRefund, { state, refundId, tries, ticket, entry }: RefundEnd): Promise<boolean> {
      // A refund that was refused has no id: the one that failed before stays the last.
      const failed = state === 'failed' && refundId !== 'none' ? { failedId: refundId } : {};
      const change: Change = { set: { state, refundId, tries, ...failed }, remove: ['dueQueue', 'dueAt'] };
      const writes = [updateOf(refund, change), ...followed(ticket)];
      const written = await write(tables, [...writes, ...(entry ? [entryPut(entry)] : [])]);
      if (written.isWritten) return true;
      // It was sent back by hand before, and booked then.
      const isBooked = state === 'succeeded' && written.failures.every(({ index }) => index === writes.length);
      return isBooked && (await write(tables, writes)).isWritten;
    },

    /** It is to go on its way once more, and is looked at like a new one: false when somebody was faster. */
    async retry(refund: StoredRefund, ticket: RefundEnd['ticket']): Promise<boolean> {
      const due = refundDue(refund, isoOf(wiring.now()));
      const change: Change = { set: { state: 'pending', ...due }, remove: ['refundId'] };
      return (await write(tables, [updateOf(refund, change), ...followed(ticket)])).isWritten;
    },
  };
};

const followed = (ticket: RefundEnd['ticket']) => (ticket ? [ticketWrite(ticket.before, ticket.after)] : []);

const updateOf = ({ paymentIntentId, tries, state }: StoredRefund, change: Change) => ({
  kind: 'update' as const,
  table: 'commerce' as const,
  key: refundKey(paymentIntentId),
  change,
  when: unmoved(state, tries),
});
const unmoved = (state: RefundState, tries: number): Condition => ({
  text: '#state = :state AND tries = :tries',
  names: { '#state': 'state' },
  values: { ':state': state, ':tries': tries },
});

const toRefund = (item: Item): StoredRefund => ({
  paymentIntentId: readText(item, 'paymentIntentId'),
  orderId: readText(item, 'orderId'),
  roomId: readText(item, 'refundOf'),
  userId: readText(item, 'userId'),
  amount: readMoney(item, 'amount'),
  fee: readCount(item, 'fee'),
  reason: readOneOf(item, 'reason', refundReasons),
  isStray: readFlag(item, 'isStray'),
  state: readOneOf(item, 'state', refundStates),
  tries: readCount(item, 'tries'),
  ...readOptional(item, 'refundId', readText),
  ...readOptional(item, 'failedId', readText),
  at: readText(item, 'at'),
});
