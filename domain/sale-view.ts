import type { Account } from './ledger.ts';
import type { Money } from './money.ts';
import type { Payout } from './payout.ts';
import type { Sale, SaleStatus, StockPart } from './sale.ts';
import { isOffered, paymentStatusOf, type Ticket, type TicketState } from './ticket.ts';
import type { TicketDates } from './ticketing.ts';

/** A sale as everybody may see it. */
export type SaleView = {
  readonly roomId: string;
  readonly status: SaleStatus | 'sold_out';
  readonly price: Money;
  readonly quantity: number;
  readonly available: number;
};

export function saleView({ sale, parts }: { readonly sale: Sale; readonly parts: readonly StockPart[] }): SaleView {
  const available = sale.status === 'open' ? parts.reduce((sum, part) => sum + part.available, 0) : 0;
  const status = sale.status === 'open' && available === 0 ? 'sold_out' : sale.status;
  return { roomId: sale.roomId, status, price: sale.price, quantity: sale.capacity, available };
}

/** A ticket and its payment as its buyer sees them. */
export type TicketView = {
  readonly ticket: {
    readonly id: string;
    readonly roomId: string;
    readonly state: TicketState;
    readonly price: Money;
    readonly payBy?: string;
    /** It came from the waiting list. */
    readonly isOffered?: boolean;
  } & TicketDates;
  readonly payment: {
    readonly status: ReturnType<typeof paymentStatusOf>;
    readonly checkoutUrl?: string;
    readonly clientSecret?: string;
  };
};

export function ticketView(ticket: Ticket, dates: TicketDates = {}): TicketView {
  const { id, roomId, state, order } = ticket;
  const status = paymentStatusOf(ticket);
  const { url, clientSecret, expiresAt } = order.payment ?? {};
  const payBy = state === 'held' ? (expiresAt ?? order.waitEndsAt) : undefined;
  return {
    ticket: {
      id,
      roomId,
      state,
      price: order.price,
      ...(payBy !== undefined && { payBy }),
      ...(isOffered(ticket) && { isOffered: true }),
      ...dates,
    },
    payment: {
      status,
      ...(status === 'open' && url !== undefined && { checkoutUrl: url }),
      ...(status === 'open' && clientSecret !== undefined && { clientSecret }),
    },
  };
}

/** A sale as its host sees it; money in minor units of its currency. */
export type SalesView = SaleView & {
  readonly collected: number;
  readonly fees: number;
  /** Held until the host is paid. */
  readonly held: number;
  readonly hostShare: number;
  readonly payout: { readonly state: 'none' | 'planned' | Payout['stage']; readonly at?: string };
};

export function salesView(
  stocked: Parameters<typeof saleView>[0],
  balances: Readonly<Record<Account, number>>,
  payout: Payout | undefined,
): SalesView {
  const { payoutAt } = stocked.sale;
  const planned = payoutAt === undefined ? { state: 'none' as const } : { state: 'planned' as const, at: payoutAt };
  return {
    ...saleView(stocked),
    collected: 0 - balances.buyers,
    fees: balances.fees,
    held: balances.escrow,
    hostShare: balances.host,
    payout: payout ? { state: payout.stage, at: payout.at } : planned,
  };
}

/** A ticket in its host's book: no card, no address, nothing of the payment but that it was made. */
export type SoldView = {
  readonly id: string;
  readonly userId: string;
  readonly state: TicketState;
  readonly price: Money;
  readonly heldAt: string;
  readonly paidAt?: string;
};

export const soldView = ({ id, userId, state, order }: Ticket): SoldView => ({
  id,
  userId,
  state,
  price: order.price,
  heldAt: order.heldAt,
  ...(order.paidAt !== undefined && { paidAt: order.paidAt }),
});
