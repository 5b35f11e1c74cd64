import { describe, expect, it } from 'vitest';
import { sumOf } from '../../domain/ledger.ts';
import type { StoredRefund } from '../../domain/refund.ts';
import { type Ticket, ticketStates } from '../../domain/ticket.ts';
import {
  isUndecided,
  refundedOutside,
  refundTicket,
  revokeTicket,
  settleDispute,
  unsettled,
} from '../../domain/ticket-undoing.ts';
import { isoOf } from '../../domain/time.ts';
import { later, listenerId, noon } from './given.ts';

const at = isoOf(noon);
const ticket: Ticket = {
  id: 'tkt_1',
  roomId: '0000000000abc',
  userId: listenerId,
  state: 'paid',
  order: {
    id: 'ord_1',
    price: { amount: 500, currency: 'usd' },
    priceVersion: 1,
    checkout: 'hosted',
    title: 'Morning news',
    returnUrl: '',
    heldAt: at,
    waitEndsAt: at,
    paymentIntentId: 'pi_1',
    fee: 45,
    paidAt: at,
  },
  part: 2,
  updatedAt: at,
  version: 3,
};
const disputed: Ticket = { ...ticket, state: 'disputed' };
const usual = { isPaidOut: false, isCanceled: false, refund: undefined, now: later(60) };
const refund: StoredRefund = {
  ...{
    paymentIntentId: 'pi_1',
    orderId: 'ord_1',
    roomId: ticket.roomId,
    userId: listenerId,
    amount: ticket.order.price,
  },
  ...{ fee: 45, reason: 'room_canceled', isStray: false, state: 'pending', tries: 0, at },
};

describe('a dispute', () => {
  it('shuts the door while it is open, and opens it when it is won', () => {
    expect(settleDispute(ticket, 'open', usual)).toMatchObject({ after: { state: 'disputed', part: 2 }, place: 0 });
    expect(settleDispute(disputed, 'won', usual)).toMatchObject({ after: { state: 'paid', part: 2 }, place: 0 });
    expect(settleDispute(disputed, 'open', usual)).toBeUndefined();
  });

  it('that is won after the room was canceled is paid back like everybody else', () => {
    const won = settleDispute(disputed, 'won', { ...usual, isCanceled: true });
    expect(won).toMatchObject({
      after: { state: 'refund_pending' },
      refund: { paymentIntentId: 'pi_1', isStray: false },
    });
  });

  it.each([
    [false, { buyers: 500, escrow: -455, platform: -45 }],
    [true, { buyers: 500, lost: -455, platform: -45 }],
  ])('that is lost is booked where the money was (paid out: %s)', (isPaidOut, lines) => {
    const lost = settleDispute(disputed, 'lost', { ...usual, isPaidOut });
    expect(lost).toMatchObject({ after: { state: 'charged_back' }, entry: { key: 'charge_back:pi_1', lines } });
    expect(sumOf(lost?.entry?.lines ?? {})).toBe(0);
  });

  it.each([
    ['refund_pending', refund, false, { buyers: 500, escrow: -455, platform: -45 }],
    ['refund_pending', refund, true, { buyers: 500, lost: -455, platform: -45 }],
    ['refund_failed', { ...refund, state: 'failed', tries: 1 }, true, { buyers: 500, transit: -455, platform: -45 }],
    ['refund_failed', { ...refund, isStray: true, state: 'failed', tries: 1 }, false, { fees: 45, platform: -45 }],
    ['revoked', undefined, false, { buyers: 500, escrow: -455, platform: -45 }],
  ] as const)(
    'that is lost of a ticket %s is booked as well, where the money was',
    (state, refund, isPaidOut, lines) => {
      const lost = settleDispute({ ...ticket, state }, 'lost', { ...usual, refund, isPaidOut });
      expect(lost).toMatchObject({ after: { state: 'charged_back', part: 2 }, place: 0, entry: { lines } });
      expect(lost?.entry?.lines).toEqual(lines);
      expect(sumOf(lost?.entry?.lines ?? {})).toBe(0);
    },
  );

  it('of a ticket that is paid for no more, or was never, changes nothing', () => {
    const losable = ['paid', 'disputed', 'refund_pending', 'refund_failed', 'revoked'];
    const others = ticketStates.filter((state) => !losable.includes(state));
    expect(others.map((state) => settleDispute({ ...ticket, state }, 'lost', usual))).toEqual(
      others.map(() => undefined),
    );
  });
});

describe('a payment that was sent back by hand', () => {
  const open = { isSaleOpen: true, isPaidOut: false, now: later(60) };
  const closed = { ...open, isSaleOpen: false };

  it('takes its ticket along, and no other one', () => {
    expect(refundedOutside(ticket, 'pi_1', open)).toMatchObject({ after: { state: 'refunded' }, place: 1 });
    expect(refundedOutside(ticket, 'pi_1', closed)).toMatchObject({ after: { part: 2 }, place: 0 });
    expect(refundedOutside(ticket, 'pi_2', open)).toBeUndefined();
    expect(refundedOutside(disputed, 'pi_1', closed)).toMatchObject({ after: { state: 'refunded' }, place: 0 });
    const revoked: Ticket = { ...ticket, state: 'revoked' };
    expect(refundedOutside(revoked, 'pi_1', closed)).toMatchObject({ after: { state: 'refunded' } });
  });
});

describe('money that may go back yet', () => {
  const revoked: Ticket = { ...ticket, state: 'revoked' };

  it('is disputed, or on its way, also of a ticket that opens no door any more', () => {
    const opened = settleDispute(revoked, 'open', usual)?.after ?? revoked;
    expect(opened).toMatchObject({ state: 'revoked', part: 2, order: { isDisputed: true } });
    const returning: Ticket = { ...ticket, state: 'refund_pending' };
    expect([opened, disputed, returning, ticket, revoked].map(isUndecided)).toEqual([true, true, true, false, false]);
    expect(settleDispute(opened, 'open', usual)).toBeUndefined();
    const won = settleDispute(opened, 'won', usual)?.after ?? opened;
    expect([won.state, isUndecided(won)]).toEqual(['revoked', false]);
    const lost = settleDispute(opened, 'lost', usual)?.after ?? opened;
    expect([lost.state, isUndecided(lost)]).toEqual(['charged_back', false]);
  });

  it('is lost when it is sent back by hand after the host was paid', () => {
    const sent = refundedOutside(ticket, 'pi_1', { isSaleOpen: false, isPaidOut: true, now: later(60) });
    expect(sent?.entry?.lines).toEqual({ buyers: 500, lost: -455, platform: -45 });
  });
});

describe('whoever is put out for good', () => {
  it('has a ticket that is worth nothing, bought or given', () => {
    expect(revokeTicket(ticket, later(60))).toMatchObject({ after: { state: 'revoked', part: 2 }, place: 0 });
    expect(revokeTicket({ ...ticket, state: 'comp' }, later(60))).toMatchObject({ after: { state: 'revoked' } });
    expect(revokeTicket({ ...ticket, state: 'held' }, later(60))).toBeUndefined();
  });

  it('gets their money back though the ticket was taken away first, and for no other reason then', () => {
    const revoked: Ticket = { ...ticket, state: 'revoked' };
    const back = {
      after: { state: 'refund_pending' },
      place: 1,
      refund: { paymentIntentId: 'pi_1', reason: 'banned' },
    };
    expect(refundTicket(revoked, 'banned', true, later(60))).toMatchObject(back);
    expect(refundTicket(revoked, 'room_canceled', false, later(60))).toBeUndefined();
    const { paymentIntentId: _, ...given } = ticket.order;
    expect(refundTicket({ ...revoked, order: given }, 'banned', true, later(60))).toBeUndefined();
  });

  it('has none any more when the bank disputes it, and their money when that is decided', () => {
    const revoked = revokeTicket(disputed, later(60));
    expect(revoked).toMatchObject({ after: { state: 'revoked', part: 2, order: { isDisputed: true } }, place: 0 });
    const won = settleDispute(revoked?.after ?? ticket, 'won', usual)?.after;
    expect([won?.state, won && isUndecided(won)]).toEqual(['revoked', false]);
    expect(refundTicket(disputed, 'banned', true, later(60))).toMatchObject({ after: { state: 'refund_pending' } });
    expect(refundTicket(disputed, 'room_canceled', false, later(60))).toBeUndefined();
  });

  it('has whoever settles their payment at that moment look again', () => {
    const isAsked = ticketStates.filter((state) => unsettled({ ...ticket, state }, later(60)));
    expect(isAsked.toSorted()).toEqual(['expired', 'failed', 'held', 'processing']);
    const held: Ticket = { ...ticket, state: 'held' };
    const after = { ...held, version: held.version + 1, updatedAt: new Date(later(60)).toISOString() };
    expect(unsettled(held, later(60))).toEqual({ after, place: 0 });
  });
});
