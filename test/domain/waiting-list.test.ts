import { describe, expect, it } from 'vitest';
import { openSale } from '../../domain/sale.ts';
import { askForPayment, holdTicket, isOffered, nextTicket, type Ticket, ticketStates } from '../../domain/ticket.ts';
import { freePlaceIn, isLookedAtInVain, mayWait, offerEndsAt } from '../../domain/waiting-list.ts';
import { at, codeOf, granted, hostId, later, listenerId, live, noon, policy, scheduled } from './given.ts';

const price = { amount: 500, currency: 'usd' };
const { id: roomId } = scheduled();
const sale = granted(openSale({ price, quantity: 10 }, { roomId, hostId, now: noon, policy }));
const asked = { id: 'tkt_1', orderId: 'ord_1', userId: listenerId, checkout: 'hosted' as const, title: 'News' };
const held = (more: { readonly offerEndsAt?: string } = {}): Ticket =>
  granted(holdTicket(undefined, sale, { ...asked, returnUrl: 'http://localhost/', now: noon, policy, ...more }));
const minutes = (count: number): number => count * 60;

describe('waiting for a ticket', () => {
  it('is for whoever could buy one and has none, once all are taken', () => {
    const [none, some] = [[{ part: 0, available: 0, kept: 2 }], [{ part: 0, available: 1 }]];
    expect(mayWait(sale, none, undefined).isAllowed).toBe(true);
    expect(codeOf(mayWait(sale, some, undefined))).toBe('places_left');
    expect(codeOf(mayWait({ ...sale, status: 'closed' }, none, undefined))).toBe('sale_closed');
    const waiting = ticketStates.filter((state) => mayWait(sale, none, nextTicket(held(), { state }, noon)).isAllowed);
    expect(waiting).toEqual(['expired', 'failed', 'refunded']);
    const revoked: Ticket = { ...nextTicket(held(), { state: 'revoked' }, noon), part: 0 };
    expect(codeOf(mayWait(sale, none, revoked)), 'their place is kept for them').toBe('places_left');
  });

  it('is over with a place that is kept, and with a free one only where none is kept', () => {
    const free = { part: 1, available: 3 };
    expect(freePlaceIn([{ part: 0, available: 0 }, free, { part: 2, available: 0, kept: 1 }])).toEqual({
      part: 2,
      from: 'kept',
    });
    expect(freePlaceIn([{ part: 0, available: 0, kept: 0 }, free])).toEqual({ part: 1, from: 'available' });
    expect(freePlaceIn([{ part: 0, available: 0 }])).toBeUndefined();
  });

  it('keeps what came back for ten seconds though nobody is seen to wait, and for as long as somebody is', () => {
    const kept = { part: 0, available: 0, kept: 1, dueAt: at(0) };
    const inVain = (isAwaited: boolean, seconds: number) => isLookedAtInVain(kept, isAwaited, noon + seconds * 1_000);
    expect([inVain(false, 9), inVain(false, 10), inVain(true, 9_999)]).toEqual([false, true, false]);
    expect(isLookedAtInVain({ ...kept, kept: 0 }, true, noon)).toBe(true);
    expect(isLookedAtInVain({ part: 0, available: 0, kept: 1 }, false, noon)).toBe(false);
  });
});

describe('an offer', () => {
  const startsIn = (seconds: number) => ({ ...scheduled(), startsAt: at(seconds) });

  it('lasts two hours, or until the room starts, but never shorter than a place somebody buys', () => {
    expect(offerEndsAt(startsIn(minutes(600)), noon, policy)).toBe(at(minutes(120)));
    expect(offerEndsAt(startsIn(minutes(60)), noon, policy)).toBe(at(minutes(60)));
    expect(offerEndsAt(startsIn(minutes(10)), noon, policy)).toBe(at(minutes(35)));
    expect(offerEndsAt(live(), noon, policy)).toBe(at(minutes(120)));
  });

  it('can be paid until its end, or as long as any other when its payment opens late', () => {
    const offered = held({ offerEndsAt: at(minutes(120)) });
    expect([isOffered(offered), isOffered(held())]).toEqual([true, false]);
    const endOf = (ticket: Ticket, now: number) => askForPayment(ticket, now, policy).order.payment?.expiresAt;
    expect(endOf(offered, noon)).toBe(at(minutes(120)));
    expect(endOf(offered, later(minutes(100)))).toBe(at(minutes(135)));
    expect(endOf(held(), noon)).toBe(at(minutes(35)));
  });
});
