import type { Money } from './money.ts';
import type { Sale, SaleStatus, StockPart } from './sale.ts';
import { paymentStatusOf, type Ticket, type TicketState } from './ticket.ts';

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
  };
  readonly payment: {
    readonly status: ReturnType<typeof paymentStatusOf>;
    readonly checkoutUrl?: string;
    readonly clientSecret?: string;
  };
};

export function ticketView(ticket: Ticket): TicketView {
  const { id, roomId, state, order } = ticket;
  const status = paymentStatusOf(ticket);
  const { url, clientSecret, expiresAt } = order.payment ?? {};
  const payBy = state === 'held' ? (expiresAt ?? order.waitEndsAt) : undefined;
  return {
    ticket: { id, roomId, state, price: order.price, ...(payBy !== undefined && { payBy }) },
    payment: {
      status,
      ...(status === 'open' && url !== undefined && { checkoutUrl: url }),
      ...(status === 'open' && clientSecret !== undefined && { clientSecret }),
    },
  };
}
