import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sumOf } from '../../domain/ledger.ts';
import { openSale } from '../../domain/sale.ts';
import { type PaymentFacts, settle } from '../../domain/settlement.ts';
import {
  askForPayment,
  holdTicket,
  nextTicket,
  openPayment,
  pastTicket,
  placeLeftTo,
  type Ticket,
  ticketStates,
} from '../../domain/ticket.ts';
import { refundTicket } from '../../domain/ticket-undoing.ts';
import { codeOf, granted, hostId, later, listenerId, noon, policy } from './given.ts';

const price = { amount: 500, currency: 'usd' };
const roomId = '0000000000abc';
const sale = granted(openSale({ price, quantity: 10 }, { roomId, hostId, now: noon, policy }));
const order = { id: 'tkt_1', orderId: 'ord_1', userId: listenerId, checkout: 'hosted' as const };
const page = { title: 'Morning news', returnUrl: 'http://localhost/r/0000000000abc' };
const hold = (previous?: Ticket) => holdTicket(previous, sale, { ...order, ...page, now: noon, policy });
const held: Ticket = { ...granted(hold()), part: 3 };
const open = openPayment(askForPayment(held, noon, policy), { id: 'cs_1' }, noon);

const facts = (status: PaymentFacts['status'], more: Partial<PaymentFacts> = {}): PaymentFacts => ({
  orderId: 'ord_1',
  roomId,
  userId: listenerId,
  status,
  price,
  ...(status === 'paid' && { paymentIntentId: 'pi_1', fee: 45 }),
  ...more,
});
const usual = { isSaleOpen: true, isBanned: false, isStockLeft: true, now: later(60) };
const afterOf = (ticket: Ticket, news: PaymentFacts, at: Partial<typeof usual> = {}) =>
  settle(ticket, news, { ...usual, ...at });
const inState = (state: Ticket['state']): Ticket =>
  nextTicket(open, { state }, noon, state === 'expired' ? 'given_back' : 'kept');

describe('a ticket', () => {
  it('is held once: who has one, or is about to pay, gets no second', () => {
    const open = ticketStates.filter((state) => hold(inState(state)).isAllowed);
    expect(open).toEqual(['expired', 'failed', 'refunded', 'revoked']);
    expect(codeOf(hold(inState('paid')))).toBe('already_has_ticket');
  });

  it('that was taken away is followed by another one in its place, and stays in the books', () => {
    const revoked = inState('revoked');
    const next = granted(holdTicket(revoked, sale, { ...order, id: 'tkt_2', ...page, now: noon, policy }));
    expect(next).toMatchObject({ id: 'tkt_2', state: 'held', version: revoked.version + 1 });
    expect([placeLeftTo(revoked), placeLeftTo(inState('paid')), placeLeftTo(undefined)]).toEqual([
      3,
      undefined,
      undefined,
    ]);
    const { part, ...withoutPlace } = revoked;
    expect(pastTicket(revoked, true)).toEqual({ ...withoutPlace, isPast: true });
    expect(pastTicket(revoked, false)).toEqual({ ...revoked, part, isPast: true });
    expect([pastTicket(inState('refunded'), true), pastTicket(undefined, true)]).toEqual([undefined, undefined]);
    expect(
      granted(holdTicket(inState('refunded'), sale, { ...order, id: 'tkt_2', ...page, now: noon, policy })).id,
    ).toBe('tkt_1');
  });

  it('is paid when its payment is, with the money booked', () => {
    const paid = afterOf(open, facts('paid'));
    expect(paid).toMatchObject({
      after: { state: 'paid', part: 3, order: { paymentIntentId: 'pi_1', fee: 45 } },
      place: 0,
    });
    expect(paid && 'entry' in paid ? paid.entry?.lines : {}).toEqual({ buyers: -500, fees: 45, escrow: 455 });
  });

  it('gives its place back only when its payment can no longer be made', () => {
    expect(afterOf(open, facts('open'))).toBeUndefined();
    expect(afterOf(open, facts('processing'))).toMatchObject({ after: { state: 'processing', part: 3 }, place: 0 });
    expect(afterOf(open, facts('expired'))).toMatchObject({ after: { state: 'expired' }, place: 1 });
    expect(afterOf(inState('processing'), facts('failed'))).toMatchObject({ after: { state: 'failed' }, place: 1 });
    expect(afterOf(inState('processing'), facts('expired'))).toMatchObject({ after: { state: 'failed' }, place: 1 });
  });

  it.each([
    ['a canceled sale', { isSaleOpen: false }, {}, 'room_canceled'],
    ['a ban', { isBanned: true }, {}, 'banned'],
    ['another amount', {}, { price: { amount: 499, currency: 'usd' } }, 'wrong_amount'],
    ['another currency', {}, { price: { amount: 500, currency: 'eur' } }, 'wrong_amount'],
  ])('is refunded when it is paid under %s', (_title, at, more, reason) => {
    const step = afterOf(open, facts('paid', more), at);
    expect(step).toMatchObject({
      after: { state: 'refund_pending' },
      place: 1,
      refund: { reason, isStray: true, fee: 45 },
    });
  });

  it('that is paid late takes another place, or is refunded and stays what it is', () => {
    const late = inState('expired');
    expect(afterOf(late, facts('paid'))).toMatchObject({ after: { state: 'paid' }, place: -1 });
    const refused = afterOf(late, facts('paid'), { isStockLeft: false });
    expect(refused).toEqual({ refund: expect.objectContaining({ reason: 'late_payment', paymentIntentId: 'pi_1' }) });
  });

  it('is not touched by news of an older order, whose payment goes back', () => {
    expect(afterOf(open, facts('expired', { orderId: 'ord_0' }))).toBeUndefined();
    expect(afterOf(open, facts('paid', { orderId: 'ord_0' }))).toEqual({
      refund: expect.objectContaining({ orderId: 'ord_0', reason: 'late_payment', isStray: true }),
    });
  });

  it('that was paid once is not paid again: the second payment goes back', () => {
    const paid = afterOf(open, facts('paid'));
    const ticket = paid && 'after' in paid ? paid.after : open;
    expect(afterOf(ticket, facts('paid'))).toBeUndefined();
    expect(afterOf(ticket, facts('paid', { paymentIntentId: 'pi_2' }))).toMatchObject({
      refund: { paymentIntentId: 'pi_2' },
    });
  });

  it('comes to the same end whatever news come twice and in any order', () => {
    const news = fc.array(fc.constantFrom('open', 'processing', 'paid', 'paid', 'expired', 'failed'), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(news, (statuses: PaymentFacts['status'][]) => {
        let ticket = open;
        let places = 0;
        const refunds = new Set<string>();
        for (const status of statuses) {
          const step = afterOf(ticket, facts(status));
          if (step?.refund) refunds.add(step.refund.paymentIntentId);
          if (!step || !('after' in step)) continue;
          ticket = step.after;
          places += step.place;
          if (step.entry) expect(sumOf(step.entry.lines)).toBe(0);
        }
        expect(places).toBe(ticket.part === undefined && ticket.state !== 'paid' ? 1 : 0);
        expect(ticket.state === 'paid').toBe(statuses.includes('paid'));
        expect([...refunds]).toEqual([]);
      }),
    );
  });
});

describe('a refund of a paid ticket', () => {
  const paid = afterOf(open, facts('paid'));
  const ticket = paid && 'after' in paid ? paid.after : open;

  it('frees the place while the sale is open, and not when nobody may take it', () => {
    expect(refundTicket(ticket, 'buyer', true, noon)).toMatchObject({ after: { state: 'refund_pending' }, place: 1 });
    expect(refundTicket(ticket, 'room_canceled', false, noon)).toMatchObject({ after: { part: 3 }, place: 0 });
  });

  it('is of what was paid, and of paid tickets only', () => {
    expect(refundTicket(ticket, 'buyer', true, noon)?.refund).toMatchObject({ amount: price, fee: 45, isStray: false });
    const others = ticketStates.filter((state) => state !== 'paid');
    expect(others.map((state) => refundTicket({ ...ticket, state }, 'buyer', true, noon))).toEqual(
      others.map(() => undefined),
    );
  });
});
