import { expect, it } from 'vitest';
import { prefixedId } from '../../domain/ids.ts';
import { canFollow } from '../../domain/lost-ticket.ts';
import type { Ticket, TicketState } from '../../domain/ticket.ts';
import { at, later, listenerId } from './given.ts';

const orderAt = (seconds: number): string => prefixedId('ord', later(seconds), new Uint8Array(6));

const known = (state: TicketState, part?: number): Ticket => ({
  id: 'tkt_1',
  roomId: '0000000000abc',
  userId: listenerId,
  state,
  ...(part !== undefined && { part }),
  order: {
    ...{ id: orderAt(60), price: { amount: 500, currency: 'usd' }, priceVersion: 1, checkout: 'hosted', title: '' },
    ...{ returnUrl: '', heldAt: at(60), waitEndsAt: at(60) },
  },
  version: 1,
  updatedAt: at(60),
});

it('a lost order follows what is over, in the order they were made in, and never where a place was left to it', () => {
  expect(canFollow(undefined, orderAt(30))).toBe(true);
  expect(canFollow(known('expired'), orderAt(90))).toBe(true);
  expect(canFollow(known('expired'), orderAt(30))).toBe(false);
  expect(canFollow(known('paid', 0), orderAt(90))).toBe(false);
  // Refunded when nothing was sold any more: the place is the ticket's for ever.
  expect(canFollow(known('refunded', 0), orderAt(90))).toBe(false);
  expect(canFollow(known('refunded'), orderAt(90))).toBe(true);
});
