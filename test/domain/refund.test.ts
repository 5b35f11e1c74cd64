import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { balancesOf, type Entry, purchaseLines, sumOf } from '../../domain/ledger.ts';
import { endRefund, type RefundFacts, refundKeyOf, retryRefund, type StoredRefund } from '../../domain/refund.ts';
import type { Ticket } from '../../domain/ticket.ts';
import { isoOf } from '../../domain/time.ts';
import { later, listenerId, noon } from './given.ts';

const at = isoOf(noon);
const price = { amount: 500, currency: 'usd' };
const roomId = '0000000000abc';
const refund: StoredRefund = {
  ...{ paymentIntentId: 'pi_1', orderId: 'ord_1', roomId, userId: listenerId, amount: price, fee: 45 },
  ...{ reason: 'buyer', isStray: false, state: 'pending', tries: 0, at },
};
const stray: StoredRefund = { ...refund, isStray: true };
const ticket: Ticket = {
  ...{ id: 'tkt_1', roomId, userId: listenerId, state: 'refund_pending', updatedAt: at, version: 4 },
  order: {
    ...{ id: 'ord_1', price, priceVersion: 1, checkout: 'hosted', title: 'Morning news', returnUrl: '' },
    ...{ heldAt: at, waitEndsAt: at, paymentIntentId: 'pi_1', fee: 45, paidAt: at },
  },
};
const facts = (state: RefundFacts['state'], refundId = 're_1', isFull = true) => ({ state, refundId, isFull });
const now = later(60);
const failed: StoredRefund = { ...refund, state: 'failed', tries: 1, refundId: 're_1', failedId: 're_1' };
const owed: Ticket = { ...ticket, state: 'refund_failed' };

describe('a refund', () => {
  it('that goes through takes its ticket along and is booked', () => {
    const end = endRefund(refund, facts('succeeded'), ticket, now);
    expect(end).toMatchObject({ state: 'succeeded', tries: 0, ticket: { after: { state: 'refunded' } } });
    expect(end?.entry).toMatchObject({
      key: 'refund:pi_1',
      lines: { buyers: 500, escrow: -455, platform: -45 },
    });
  });

  it('that fails sets aside what is owed to the buyer: the host is not paid of it', () => {
    const end = endRefund(refund, facts('failed'), ticket, now);
    expect(end).toMatchObject({ state: 'failed', tries: 1, ticket: { after: { state: 'refund_failed' } } });
    expect(end?.entry).toMatchObject({ key: 'refund_failed:pi_1', lines: { escrow: -455, transit: 455 } });
  });

  it('that fails again, or was of a payment that bought nothing, sets nothing aside', () => {
    expect(endRefund({ ...refund, tries: 1 }, facts('failed', 're_2'), ticket, now)?.entry).toBeUndefined();
    expect(endRefund(stray, facts('failed'), ticket, now)).toMatchObject({
      ticket: { after: { state: 'refund_failed' } },
    });
    expect(endRefund(stray, facts('failed'), ticket, now)?.entry).toBeUndefined();
  });

  it('that failed is tried again under another key, and old news of the failure do not end that try', () => {
    const again = retryRefund(failed, owed, now);
    expect(again).toMatchObject({ ticket: { after: { state: 'refund_pending' } } });
    const { refundId: _, ...pending } = { ...failed, state: 'pending' as const };
    expect(refundKeyOf(pending)).toBe(`${refundKeyOf(refund)}:1`);
    expect(endRefund(pending, facts('failed', 're_1'), ticket, now)).toBeUndefined();
    expect(endRefund(pending, facts('succeeded', 're_2'), ticket, now)?.entry).toMatchObject({
      key: 'refund:pi_1:1',
      lines: { buyers: 500, transit: -455, platform: -45 },
    });
  });

  it('of another reason, after the tables were put back, is another request', () => {
    const keys = [refund, { ...refund, isStray: true }, { ...refund, reason: 'no_show' as const }].map(refundKeyOf);
    expect(new Set(keys).size).toBe(3);
    for (const key of keys) expect(key).toMatch(/^refund:pi_1:/);
  });

  it('is tried again only after it failed, and not when the bank took the money back', () => {
    expect(retryRefund(refund, ticket, now)).toBeUndefined();
    expect(retryRefund({ ...refund, state: 'succeeded' }, { ...ticket, state: 'refunded' }, now)).toBeUndefined();
    expect(retryRefund(failed, { ...ticket, state: 'charged_back' }, now)).toBeUndefined();
    expect(retryRefund({ ...stray, state: 'failed', tries: 1 }, undefined, now)).toEqual({});
  });

  it('that failed and was then sent by hand is known as refunded; a part of it is not', () => {
    expect(endRefund(failed, facts('succeeded', 're_9'), owed, now)).toMatchObject({
      state: 'succeeded',
      ticket: { after: { state: 'refunded' } },
      entry: { lines: { buyers: 500, transit: -455, platform: -45 } },
    });
    expect(endRefund(failed, facts('succeeded', 're_9', false), owed, now)).toBeUndefined();
    expect(endRefund(failed, facts('succeeded', 're_9'), { ...ticket, state: 'charged_back' }, now)).toBeUndefined();
  });

  it('that went through and is returned by the bank later is owed again', () => {
    const done: StoredRefund = { ...refund, state: 'succeeded', refundId: 're_1' };
    const end = endRefund(done, facts('failed'), { ...ticket, state: 'refunded' }, now);
    expect(end).toMatchObject({ state: 'failed', tries: 1, ticket: { after: { state: 'refund_failed' } } });
    expect(end?.entry).toMatchObject({ lines: { buyers: -500, transit: 455, platform: 45 } });
    const bought: Ticket = {
      ...ticket,
      state: 'paid',
      order: { ...ticket.order, id: 'ord_2', paymentIntentId: 'pi_2' },
    };
    expect(endRefund(done, facts('failed'), bought, now)?.ticket).toBeUndefined();
  });

  it('keeps the books right whatever becomes of it, in whatever order', () => {
    const step = fc.constantFrom('pending', 'succeeded', 'failed', 'retry');
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 14 }),
        fc.boolean(),
        (steps: ('retry' | RefundFacts['state'])[], isStray) => {
          let [stored, held] = [{ ...refund, isStray }, ticket];
          const bookings: Pick<Entry, 'lines' | 'key'>[] = isStray
            ? []
            : [{ key: 'purchase', lines: purchaseLines(500, 45) }];
          for (const [number, what] of steps.entries()) {
            if (what === 'retry') {
              const again = retryRefund(stored, held, now);
              if (again) [stored, held] = [{ ...stored, state: 'pending' }, again.ticket?.after ?? held];
              continue;
            }
            const end = endRefund(stored, facts(what, `re_${number}`), held, now);
            if (!end) continue;
            const { ticket: moved, entry, ...change } = end;
            [stored, held] = [{ ...stored, ...change }, moved?.after ?? held];
            if (entry) bookings.push(entry);
          }
          const { buyers, escrow, transit } = balancesOf(bookings);
          expect(bookings.map(({ lines }) => sumOf(lines))).toEqual(bookings.map(() => 0));
          expect(new Set(bookings.map(({ key }) => key)).size).toBe(bookings.length);
          expect(held.state).toBe(`refund${{ pending: '_pending', succeeded: 'ed', failed: '_failed' }[stored.state]}`);
          expect(0 - buyers).toBe(isStray || stored.state === 'succeeded' ? 0 : 500);
          expect(transit + escrow).toBe(isStray || stored.state === 'succeeded' ? 0 : 455);
          expect(escrow === 0 || stored.tries === 0).toBe(true);
        },
      ),
    );
  });
});
