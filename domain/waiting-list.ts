/** People who wait for a ticket of a room that is sold out: first come, first offered what comes back. */

import type { Policy } from './policy.ts';
import { allow, type Decision, refuse } from './refusal.ts';
import type { Room } from './room.ts';
import type { Sale, StockPart } from './sale.ts';
import { isOver, placeLeftTo, type Ticket } from './ticket.ts';
import { addSeconds, isoOf } from './time.ts';

/** One person's place in the line; `returnUrl` is where they come back to from paying. */
export type Waiting = {
  readonly roomId: string;
  readonly userId: string;
  readonly joinedAt: string;
  readonly returnUrl: string;
};

/** Whoever can buy a ticket, or has one, does not wait for one. */
export function mayWait(sale: Sale, parts: readonly StockPart[], ticket: Ticket | undefined): Decision {
  if (sale.status !== 'open') return refuse('sale_closed');
  if (placeLeftTo(ticket) !== undefined) return refuse('places_left', { facts: { available: 1 } });
  if (ticket && !isOver(ticket.state)) return refuse('already_has_ticket', { facts: { state: ticket.state } });
  const available = parts.reduce((sum, part) => sum + part.available, 0);
  return available === 0 ? allow() : refuse('places_left', { facts: { available } });
}

/** Where a place for whoever waits is taken from: those kept for them first. */
export type FreePlace = { readonly part: number; readonly from: 'kept' | 'available' };

export function freePlaceIn(parts: readonly StockPart[]): FreePlace | undefined {
  const kept = parts.find(({ kept = 0 }) => kept > 0);
  if (kept) return { part: kept.part, from: 'kept' };
  const free = parts.find(({ available }) => available > 0);
  return free && { part: free.part, from: 'available' };
}

/** Until when an offered place can be paid for: not beyond the planned start, but always as long as a place somebody buys. */
export function offerEndsAt(room: Room, now: number, policy: Policy): string {
  const at = isoOf(now);
  const [usual, longest] = [policy.checkoutMinutes, policy.offerMinutes].map((minutes) => addSeconds(at, minutes * 60));
  const end = room.status === 'scheduled' && room.startsAt < String(longest) ? room.startsAt : longest;
  return [String(usual), String(end)].sort().at(-1) ?? at;
}

/** The list of those who wait is a moment behind: who came in these seconds may not be in it yet. */
const listLagSeconds = 10;

/** A part with nothing kept, or with places that came back a while ago and for which nobody was found. */
export function isLookedAtInVain({ kept = 0, dueAt }: StockPart, isAwaited: boolean, now: number): boolean {
  if (dueAt === undefined) return false;
  return kept === 0 || (!isAwaited && addSeconds(dueAt, listLagSeconds) <= isoOf(now));
}
