import { describe, expect, it } from 'vitest';
import type { Ticket, TicketState } from '../../domain/ticket.ts';
import { ticketEventsOf, ticketFramesOf } from '../../domain/ticket-events.ts';
import { isoOf } from '../../domain/time.ts';
import { listenerId, noon } from './given.ts';

const at = isoOf(noon);
const ticketIn = (state: TicketState, version: number): Ticket => ({
  ...{ id: 'tkt_1', roomId: '0000000000abc', userId: listenerId, state, updatedAt: at, version },
  order: {
    ...{ id: 'ord_1', price: { amount: 500, currency: 'usd' }, priceVersion: 1, checkout: 'hosted' },
    ...{ title: 'Morning news', returnUrl: '', heldAt: at, waitEndsAt: at },
  },
});
const told = (before: TicketState, after: TicketState) =>
  ticketEventsOf({ before: ticketIn(before, 1), after: ticketIn(after, 2) }).map(({ name }) => name);

describe('the bus', () => {
  it('is told of a purchase once, however often a bank is told to be wrong', () => {
    expect(told('held', 'paid')).toEqual(['ticket.purchased']);
    expect(told('paid', 'disputed')).toEqual(['ticket.disputed']);
    expect(told('disputed', 'paid')).toEqual([]);
  });

  it('leaves it to the buyer’s page to hear that the ticket is good again', () => {
    const change = { before: ticketIn('disputed', 1), after: ticketIn('paid', 2) };
    expect(ticketFramesOf(change)).toMatchObject([{ type: 'ticket.changed', facts: { state: 'paid' } }]);
  });
});
